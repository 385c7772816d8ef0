// 填报表：回车和方向键换格；从电子表格粘贴一列或一整块，向下填满，并说明整理了几处。
'use strict';
(function () {
  var table = document.querySelector('[data-figures]');
  if (!table) {
    return;
  }
  var cells = Array.prototype.slice.call(table.querySelectorAll('input.figure'));
  var note = document.querySelector('[data-tidied]');

  function row(cell) {
    return cell.closest('tr');
  }

  function column(cell) {
    return Number(cell.dataset.column);
  }

  // 同一栏里的各格，从上到下。
  function below(cell) {
    return cells.filter(function (other) {
      return column(other) === column(cell);
    });
  }

  function beside(cell) {
    return cells.filter(function (other) {
      return row(other) === row(cell);
    });
  }

  function go(list, cell, step) {
    var next = list[list.indexOf(cell) + step];
    if (next) {
      next.focus();
      next.select();
    }
    return Boolean(next);
  }

  table.addEventListener('keydown', function (event) {
    var cell = event.target;
    if (cells.indexOf(cell) < 0 || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    var atStart = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
    if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      go(below(cell), cell, event.shiftKey && event.key === 'Enter' ? -1 : 1);
    } else if (event.key === 'ArrowUp') {
      event.preventDefault();
      go(below(cell), cell, -1);
    } else if (atStart && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      if (go(beside(cell), cell, event.key === 'ArrowLeft' ? -1 : 1)) {
        event.preventDefault();
      }
    }
  });

  // 全角数字、两头的空白、千分位、前置撇号：不影响意思，替人整理；其余原样留着，由服务器指出。
  // 数字中间的空白不动：“12 3”也许是两个数，连成 123 就错了。
  function tidy(text) {
    return text
      .replace(/[\uFF01-\uFF5E]/g, function (c) {
        return String.fromCharCode(c.charCodeAt(0) - 0xFEE0);
      })
      .replace(/[\u200B\uFEFF]/g, '')
      .replace(/^[\s\u00A0\u3000]+|[\s\u00A0\u3000]+$/g, '')
      .replace(/^'/, '')
      .replace(/^(-?\d{1,3})((?:,\d{3})+)(\.\d+)?$/, function (all, head, groups, rest) {
        return head + groups.replace(/,/g, '') + (rest || '');
      });
  }

  // 草稿马上存一次，服务器告诉怎样读的。
  function pasted() {
    table.dispatchEvent(new Event('pasted', { bubbles: true }));
  }

  table.addEventListener('paste', function (event) {
    var cell = event.target;
    if (cells.indexOf(cell) < 0) {
      return;
    }
    var text = (event.clipboardData || window.clipboardData).getData('text');
    var lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
    if (lines.length === 1 && lines[0].indexOf('\t') < 0 && tidy(lines[0]) === lines[0]) {
      window.setTimeout(pasted, 0);
      return;
    }
    event.preventDefault();
    var targets = below(cell).slice(below(cell).indexOf(cell));
    var filled = 0;
    var tidied = 0;
    lines.forEach(function (line, index) {
      var first = targets[index];
      if (!first) {
        return;
      }
      var inRow = beside(first).slice(beside(first).indexOf(first));
      line.split('\t').forEach(function (word, offset) {
        var target = inRow[offset];
        if (!target) {
          return;
        }
        var clean = tidy(word);
        if (clean !== word) {
          tidied += 1;
        }
        target.value = clean;
        filled += 1;
      });
    });
    var left = Math.max(0, lines.length - targets.length);
    note.textContent = '已填入 ' + filled + ' 格' + (tidied ? '，已整理 ' + tidied + ' 处（去掉空格、千分位，全角改半角）' : '') +
      (left ? '；多出 ' + left + ' 行没有地方放，请核对是否从第一格粘贴' : '') + '。请核对。';
    table.dispatchEvent(new Event('input', { bubbles: true }));
    pasted();
  });
})();
