// 材料：拖放文件和文件夹；分段上传，断线重试，刷新页面后再选同一文件可接着传。没有脚本时是普通的文件选择框。
'use strict';
(function () {
  var PIECE = 4 * 1048576;
  var TRIES = 6;

  function encoded(text) {
    return window.btoa(unescape(encodeURIComponent(text)));
  }

  function size(bytes) {
    return bytes < 1048576 ? Math.ceil(bytes / 1024) + ' KB' : (bytes / 1048576).toFixed(1) + ' MB';
  }

  // 记住传到一半的文件：同名、同大小、同修改时间、同一项，就是同一个。
  function memory(base, deliverable, file) {
    return ['transfer', base, deliverable || '', file.name, file.size, file.lastModified].join('|');
  }

  function remembered(key) {
    try { return window.localStorage.getItem(key); } catch { return null; }
  }

  function remember(key, address) {
    try {
      if (address) { window.localStorage.setItem(key, address); } else { window.localStorage.removeItem(key); }
    } catch { /* 不能记住也能上传。 */ }
  }

  function ask(method, address, headers, body, progress) {
    return new Promise(function (done) {
      var request = new XMLHttpRequest();
      request.open(method, address);
      Object.keys(headers).forEach(function (name) { request.setRequestHeader(name, headers[name]); });
      if (progress) {
        request.upload.addEventListener('progress', function (event) { progress(event.loaded); });
      }
      request.addEventListener('loadend', function () { done(request); });
      request.send(body || null);
    });
  }

  function sentence(request) {
    if (request.status === 0) { return '网络断了'; }
    var found = /<h1>[^<]*<\/h1>\s*<p>([^<]*)<\/p>/.exec(request.responseText || '');
    if (found) { return found[1]; }
    if (request.status === 413) { return '文件太大，没有接收'; }
    if (request.status === 401 || request.status === 403) { return '登录已过期，请刷新页面重新登录'; }
    if (request.status === 409) { return '现在不接收这项材料'; }
    return '没有传成，请稍后再试';
  }

  function later(milliseconds) {
    return new Promise(function (done) { window.setTimeout(done, milliseconds); });
  }

  document.querySelectorAll('form[data-material]').forEach(function (form) {
    var base = form.dataset.material;
    var deliverable = form.dataset.deliverable || '';
    var field = form.querySelector('input[type="file"]');
    var box = form.querySelector('[data-progress]');
    var button = form.querySelector('button[type="submit"]');
    var token = form.querySelector('input[name="csrf"]').value;
    var zone = form.querySelector('[data-drop]');
    var chosen = null;

    function headers(more) {
      var all = { 'X-CSRF-Token': token, 'Tus-Resumable': '1.0.0' };
      Object.keys(more || {}).forEach(function (name) { all[name] = more[name]; });
      return all;
    }

    function list(files) {
      box.textContent = '';
      var rows = document.createElement('ul');
      rows.className = 'upload-list';
      files.forEach(function (file) {
        var row = document.createElement('li');
        var name = document.createElement('span');
        var state = document.createElement('span');
        name.textContent = file.name + '（' + size(file.size) + '）';
        state.textContent = '等待上传';
        row.appendChild(name);
        row.appendChild(state);
        rows.appendChild(row);
      });
      if (files.length) { box.appendChild(rows); }
      return Array.prototype.slice.call(rows.children);
    }

    function show(row, file, sent) {
      var bar = row.querySelector('progress');
      if (!bar) {
        bar = document.createElement('progress');
        bar.max = 100;
        bar.setAttribute('aria-label', file.name);
        row.appendChild(bar);
      }
      bar.value = file.size ? Math.floor(sent * 100 / file.size) : 100;
      row.children[1].textContent = sent < file.size ? bar.value + '%' : '已传完，正在查看…';
    }

    // 从服务器说的位置接着传；没有记录就重新开始。
    function begin(file, key) {
      var known = remembered(key);
      var resumed = known ? ask('HEAD', known, headers()) : Promise.resolve(null);
      return resumed.then(function (request) {
        var here = request && request.status === 200 ? Number(request.getResponseHeader('Upload-Offset')) : -1;
        if (here >= 0 && here < file.size) { return { address: known, start: here }; }
        var metadata = 'filename ' + encoded(file.name) + (deliverable ? ',deliverable ' + encoded(deliverable) : '');
        var told = headers({ 'Upload-Length': String(file.size), 'Upload-Metadata': metadata });
        return ask('POST', base + '/transfers', told).then(function (made) {
          if (made.status !== 201) { throw new Error(sentence(made)); }
          var address = made.getResponseHeader('Location');
          remember(key, address);
          return { address: address, start: 0 };
        });
      });
    }

    function pieces(file, row, at, key, tries) {
      var end = Math.min(at.start + PIECE, file.size);
      var told = headers({ 'Upload-Offset': String(at.start), 'Content-Type': 'application/offset+octet-stream' });
      show(row, file, at.start);
      return ask('PATCH', at.address, told, file.slice(at.start, end), function (sent) {
        show(row, file, Math.min(at.start + sent, end));
      }).then(function (request) {
        if (request.status === 204) {
          var here = Number(request.getResponseHeader('Upload-Offset'));
          if (here >= file.size) {
            remember(key, null);
            row.children[1].textContent = '已放入';
            return undefined;
          }
          return pieces(file, row, { address: at.address, start: here }, key, 0);
        }
        if ((request.status === 0 || request.status === 408 || request.status >= 500) && tries < TRIES) {
          row.children[1].textContent = '线路断了，正在接着传…';
          return later(1000 * Math.pow(2, tries)).then(function () {
            return ask('HEAD', at.address, headers());
          }).then(function (asked) {
            var here = asked.status === 200 ? Number(asked.getResponseHeader('Upload-Offset')) : at.start;
            return pieces(file, row, { address: at.address, start: here }, key, tries + 1);
          });
        }
        throw new Error(sentence(request));
      });
    }

    function send(files) {
      var rows = list(files);
      var failed = 0;
      button.disabled = true;
      files.reduce(function (before, file, index) {
        return before.then(function () {
          var key = memory(base, deliverable, file);
          return begin(file, key).then(function (at) { return pieces(file, rows[index], at, key, 0); });
        }).catch(function (error) {
          failed += 1;
          rows[index].children[1].textContent = error.message;
          rows[index].className = 'upload-failed';
        });
      }, Promise.resolve()).then(function () {
        button.disabled = false;
        delete form.dataset.sent;
        if (!failed) {
          window.location.assign(window.location.pathname + '?put=' + Date.now() + '#' + (deliverable ? 'm-' + deliverable : 'put'));
          return;
        }
        var note = document.createElement('p');
        note.className = 'field-error';
        note.setAttribute('role', 'alert');
        note.textContent = failed + ' 个文件没有传成。其余的已放入，刷新页面可以看到；没有传成的请再选一次，会从断开处接着传。';
        box.appendChild(note);
      });
    }

    form.addEventListener('submit', function (event) {
      var files = chosen || Array.prototype.slice.call(field.files);
      if (!files.length) { return; }
      event.preventDefault();
      chosen = null;
      send(files);
    });
    field.addEventListener('change', function () {
      chosen = null;
      list(Array.prototype.slice.call(field.files));
    });

    if (!zone) { return; }
    zone.querySelector('[data-drop-words]').hidden = false;
    ['dragenter', 'dragover'].forEach(function (name) {
      zone.addEventListener(name, function (event) {
        event.preventDefault();
        zone.classList.add('drop-over');
      });
    });
    ['dragleave', 'drop'].forEach(function (name) {
      zone.addEventListener(name, function () { zone.classList.remove('drop-over'); });
    });

    function inside(entry) {
      if (entry.isFile) {
        return new Promise(function (done) { entry.file(function (file) { done([file]); }, function () { done([]); }); });
      }
      var reader = entry.createReader();
      var all = [];
      function more() {
        return new Promise(function (done) { reader.readEntries(done, function () { done([]); }); }).then(function (entries) {
          if (!entries.length) { return all; }
          return Promise.all(entries.map(inside)).then(function (lists) {
            lists.forEach(function (found) { all = all.concat(found); });
            return more();
          });
        });
      }
      return more();
    }

    zone.addEventListener('drop', function (event) {
      event.preventDefault();
      var items = Array.prototype.slice.call(event.dataTransfer.items || []);
      var entries = items.map(function (item) {
        return item.webkitGetAsEntry ? item.webkitGetAsEntry() : null;
      }).filter(Boolean);
      var found = entries.length
        ? Promise.all(entries.map(inside)).then(function (lists) { return [].concat.apply([], lists); })
        : Promise.resolve(Array.prototype.slice.call(event.dataTransfer.files));
      found.then(function (files) {
        chosen = files.filter(function (file) { return file.name.charAt(0) !== '.'; });
        list(chosen);
      });
    });
  });
})();
