// 草稿：改动后几秒自动存到服务器。浏览器里另留一份以防断网，送出或存好后即清除。
'use strict';
(function () {
  var form = document.querySelector('form[data-draft]');
  if (!form) {
    return;
  }
  var said = document.querySelector('[data-saved]');
  var key = 'draft:' + form.getAttribute('action');
  var timer = null;
  var saving = false;
  var dirty = false;
  var pasted = false;
  var note = document.querySelector('[data-tidied]');
  var stopped = false;
  var waits = null;

  function say(words, wrong) {
    said.textContent = words;
    said.classList.toggle('saved-wrong', Boolean(wrong));
  }

  function local(action) {
    try {
      return action(window.localStorage);
    } catch {
      return null;
    }
  }

  function values() {
    var kept = {};
    form.querySelectorAll('input[type="text"], textarea').forEach(function (field) {
      kept[field.name] = field.value;
    });
    kept.nil = form.elements.nil.checked;
    return kept;
  }

  function keep() {
    local(function (store) {
      store.setItem(key, JSON.stringify(values()));
    });
  }

  function forget() {
    local(function (store) {
      store.removeItem(key);
    });
  }

  function restore(kept) {
    Object.keys(kept).forEach(function (name) {
      var field = form.elements[name];
      if (field && name === 'nil') {
        field.checked = Boolean(kept.nil);
      } else if (field && typeof kept[name] === 'string') {
        field.value = kept[name];
      }
    });
  }

  function body() {
    var pairs = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      pairs.append(name, value);
    });
    pairs.set('intent', 'autosave');
    if (pasted) {
      pairs.set('pasted', 'on');
    }
    return pairs;
  }

  function save() {
    if (saving || stopped) {
      return;
    }
    saving = true;
    dirty = false;
    var content = body();
    var asked = pasted;
    pasted = false;
    fetch(form.getAttribute('action'), {
      method: 'POST',
      body: content,
      credentials: 'same-origin',
      headers: { Accept: 'application/json' }
    }).then(function (answer) {
      return answer.json().then(function (content) {
        return { status: answer.status, content: content };
      }, function () {
        return { status: answer.redirected ? 401 : answer.status, content: {} };
      });
    }).then(function (answer) {
      if (answer.status === 200 && answer.content.saved) {
        form.elements.version.value = answer.content.version;
        say('已保存 ' + answer.content.saved);
        if (asked) {
          tell(answer.content);
        }
        if (!dirty) {
          forget();
        }
      } else if (answer.status === 409 || answer.status === 412) {
        stopped = true;
        say(answer.content.message || '草稿已在别处改动，请刷新页面后再填。', true);
      } else if (answer.status === 401 || answer.status === 403) {
        stopped = true;
        say('登录已过期，没有存上。请另开一页登录后，回到这里点“只保存草稿”。', true);
      } else {
        pasted = pasted || asked;
        say('没有存上，稍后自动再试。', true);
        later(15000);
      }
    }, function () {
      pasted = pasted || asked;
      waits = null;
      say('连不上服务器，内容暂存在这台电脑上，稍后自动再试。', true);
      later(15000);
    }).then(function () {
      saving = false;
      if (waits) {
        waits.click();
      } else if (dirty) {
        later(3000);
      }
    });
  }

  // 粘贴的内容按服务器读文件的规则整理：读法只有一种的换成数，拿不准的原样留着，逐条列出。
  function tell(content) {
    var words = [];
    content.tidied.forEach(function (one) {
      var field = form.elements['v.' + one.figure];
      if (field && field.value.trim() === one.typed) {
        field.value = one.value;
      }
      words.push(one.sentence);
    });
    var told = words.length ? '按读表的规则整理了 ' + words.length + ' 处：' + words.join('；') + '。' : '';
    if (content.doubtful.length) {
      told += '有 ' + content.doubtful.length + ' 处拿不准，没有改动：' + content.doubtful.join('；') + '。';
    }
    if (told) {
      note.textContent = (note.textContent + ' ' + told).trim();
    }
  }

  function later(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, wait);
  }

  form.addEventListener('input', function () {
    dirty = true;
    keep();
    if (!stopped) {
      say('正在填写…');
      later(3000);
    }
  });

  form.addEventListener('pasted', function () {
    pasted = true;
    dirty = true;
    keep();
    if (!stopped) {
      later(0);
    }
  });

  // 自动保存还在路上时先等它：它带回新的版本号，不等就会被当作在别处改动过。连不上服务器时留在本页，内容还在。
  form.addEventListener('submit', function (event) {
    if (saving) {
      event.preventDefault();
      waits = event.submitter || form.querySelector('button');
      say('正在保存…');
      return;
    }
    stopped = true;
    window.clearTimeout(timer);
    forget();
  });

  var before = local(function (store) {
    return JSON.parse(store.getItem(key));
  });
  if (before && JSON.stringify(before) !== JSON.stringify(values())) {
    restore(before);
    say('已找回上次没来得及保存的内容，请核对。');
    later(1000);
  }
})();
