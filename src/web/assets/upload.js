// 上传：拖放；逐个显示进度。没有脚本时是普通的文件选择框。
'use strict';
(function () {
  document.querySelectorAll('form[data-upload]').forEach(function (form) {
    var zone = form.querySelector('[data-drop]');
    var field = zone.querySelector('input[type="file"]');
    var words = zone.querySelector('[data-drop-words]');
    var box = form.querySelector('[data-progress]');
    var button = form.querySelector('button[type="submit"]');
    words.hidden = false;

    function size(bytes) {
      return bytes < 1048576 ? Math.ceil(bytes / 1024) + ' KB' : (bytes / 1048576).toFixed(1) + ' MB';
    }

    // 每个文件一行；多个文件合成一次发送，进度按已发字节依次分给各行。
    function list() {
      box.textContent = '';
      var rows = document.createElement('ul');
      rows.className = 'upload-list';
      Array.prototype.forEach.call(field.files, function (file) {
        var row = document.createElement('li');
        var name = document.createElement('span');
        var state = document.createElement('span');
        name.textContent = file.name + '（' + size(file.size) + '）';
        state.textContent = '等待上传';
        row.appendChild(name);
        row.appendChild(state);
        rows.appendChild(row);
      });
      if (field.files.length) {
        box.appendChild(rows);
      }
      return Array.prototype.slice.call(rows.children);
    }

    function show(rows, sent) {
      var before = 0;
      rows.forEach(function (row, index) {
        var whole = field.files[index].size || 1;
        var part = Math.max(0, Math.min(whole, sent - before));
        var bar = row.querySelector('progress');
        if (!bar) {
          bar = document.createElement('progress');
          bar.max = 100;
          bar.setAttribute('aria-label', field.files[index].name);
          row.appendChild(bar);
        }
        bar.value = Math.floor(part * 100 / whole);
        row.children[1].textContent = part < whole ? bar.value + '%' : '已传完，正在读表…';
        before += whole;
      });
    }

    function failed(rows, sentence) {
      rows.forEach(function (row) {
        row.children[1].textContent = '没有传成';
      });
      var note = document.createElement('p');
      note.className = 'field-error';
      note.setAttribute('role', 'alert');
      note.textContent = sentence;
      box.appendChild(note);
      button.disabled = false;
      delete form.dataset.sent;
    }

    function send(event) {
      if (!field.files.length || event.defaultPrevented) {
        return;
      }
      event.preventDefault();
      var rows = list();
      var request = new XMLHttpRequest();
      request.open('POST', form.getAttribute('action'));
      request.upload.addEventListener('progress', function (progress) {
        show(rows, progress.loaded);
      });
      request.addEventListener('load', function () {
        var arrived = request.responseURL || '';
        if (request.status === 413) {
          failed(rows, '文件太大，服务器没有接收。请删去图片和多余的工作表后再传。');
        } else if (request.status >= 500) {
          failed(rows, '服务器正忙，没有传成，请稍后再试。');
        } else if (request.status >= 200 && request.status < 300 && arrived && arrived.split('#')[0] !== form.action) {
          window.location.assign(arrived);
        } else {
          // 同一页带着错误回来：换成回来的页面。
          document.open();
          document.write(request.responseText);
          document.close();
        }
      });
      request.addEventListener('error', function () {
        failed(rows, '网络断了，没有传成，请再试一次。');
      });
      button.disabled = true;
      show(rows, 0);
      request.send(new FormData(form));
    }

    field.addEventListener('change', list);
    form.addEventListener('submit', send);

    ['dragenter', 'dragover'].forEach(function (name) {
      zone.addEventListener(name, function (event) {
        event.preventDefault();
        zone.classList.add('drop-over');
      });
    });
    ['dragleave', 'drop'].forEach(function (name) {
      zone.addEventListener(name, function () {
        zone.classList.remove('drop-over');
      });
    });
    zone.addEventListener('drop', function (event) {
      event.preventDefault();
      if (!event.dataTransfer.files.length) {
        return;
      }
      var chosen = event.dataTransfer;
      if (!field.multiple && chosen.files.length > 1) {
        var one = new DataTransfer();
        one.items.add(chosen.files[0]);
        chosen = one;
      }
      field.files = chosen.files;
      list();
    });
  });
})();
