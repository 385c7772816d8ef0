// 每页都有：焦点移到错误提要；同一张表单只送一次；打印；复制。没有脚本时这些都不缺内容，只少些方便。
'use strict';
(function () {
  document.documentElement.classList.add('script');

  var summary = document.querySelector('[data-summary]');
  if (summary) {
    summary.focus();
  }

  // 第二次点击不再送出；从缓存退回本页时恢复。
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (!form.hasAttribute('data-once') || event.defaultPrevented) {
      return;
    }
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    form.setAttribute('aria-busy', 'true');
  });
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form[data-once]').forEach(function (form) {
      delete form.dataset.sent;
      form.removeAttribute('aria-busy');
    });
  });

  document.querySelectorAll('[data-print]').forEach(function (button) {
    button.addEventListener('click', function () {
      window.print();
    });
  });

  function select(element) {
    if (element.select) {
      element.select();
      return;
    }
    var range = document.createRange();
    range.selectNodeContents(element);
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(range);
  }

  document.querySelectorAll('[data-copy]').forEach(function (button) {
    button.addEventListener('click', function () {
      var element = document.getElementById(button.dataset.copy);
      var words = button.parentNode.querySelector('[data-copied]');
      select(element);
      // 内网多为 http，剪贴板接口不可用，用老办法。
      var copied = document.execCommand('copy');
      words.textContent = copied ? '已复制，可以粘贴了。' : '请按 Ctrl+C 复制。';
    });
  });
})();
