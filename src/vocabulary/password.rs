//! 口令: which passwords are good enough.
//!
//! Length is what counts; which kinds of characters it is made of does not, unless an installation demands it. Refused is what a guesser tries
//! first: passwords known from breaches (a list made here from the words and endings that people combine, in
//! China above all), rows of keys and digits, telephone numbers and birthdays, and whatever the guesser can
//! read on the page: login, name, unit, the product. Hashing is no matter of this room.

use std::collections::HashSet;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

pub const SHORTEST: usize = 10;
pub const LONGEST: usize = 128;

/// What a guesser knows about the person.
#[derive(Clone, Copy, Debug, Default)]
pub struct Person<'p> {
    pub login: &'p str,
    pub name: &'p str,
    pub unit: &'p str,
}

/// What an installation demands.
#[derive(Clone, Copy, Debug)]
pub struct Demands {
    /// Characters, at least [`SHORTEST`].
    pub shortest: usize,
    /// Of capitals, small letters, digits and all others so many, 1 to 4.
    pub kinds: usize,
}

impl Default for Demands {
    fn default() -> Demands {
        Demands { shortest: SHORTEST, kinds: 1 }
    }
}

impl Demands {
    /// What a page says before anybody types.
    pub fn words(self) -> String {
        let kinds = match self.kinds {
            0 | 1 => String::new(),
            kinds => format!("，大写字母、小写字母、数字、其他字符中至少 {kinds} 种"),
        };
        format!("至少 {} 个字符{kinds}；不能是常见密码，也不能含用户名或单位名称。", self.shortest)
    }
}

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    TooShort(usize),
    /// Of so many kinds it should be.
    TooPlain(usize),
    TooLong,
    Common,
    Personal,
    Ours,
}

impl Weakness {
    pub fn sentence(self) -> String {
        let words = match self {
            Weakness::TooShort(least) => {
                return format!("密码至少要有 {least} 个字符。可以用几个互不相干的词连起来，好记又安全。");
            }
            Weakness::TooPlain(kinds) => {
                return format!("密码要有大写字母、小写字母、数字、其他字符中的至少 {kinds} 种。");
            }
            Weakness::TooLong => "密码最多 128 个字符。",
            Weakness::Common => "这个密码太常见或太有规律，容易被猜中。请换一个。",
            Weakness::Personal => "密码里不能有用户名、姓名或单位名称。请换一个。",
            Weakness::Ours => "密码不能主要由“汇表”“315”或年份组成。请换一个。",
        };
        words.to_owned()
    }
}

/// The one spelling of a password: what a keyboard composes and what it types in one go are the same.
pub fn spelled(password: &str) -> String {
    password.nfc().collect()
}

/// Judges a new password.
pub fn judge(password: &str, person: Person, demands: Demands) -> Result<(), Weakness> {
    let password = spelled(password);
    let length = password.chars().count();
    if length < demands.shortest {
        return Err(Weakness::TooShort(demands.shortest));
    }
    if length > LONGEST {
        return Err(Weakness::TooLong);
    }
    if kinds(&password) < demands.kinds {
        return Err(Weakness::TooPlain(demands.kinds));
    }
    let plain = password.to_lowercase();
    if is_common(&plain) {
        return Err(Weakness::Common);
    }
    let personal = [(person.login, 3), (person.name, 2), (person.unit, 2)];
    let said = |(word, least): &(&str, usize)| {
        let word = word.trim().to_lowercase();
        word.chars().count() >= *least && plain.contains(&word)
    };
    if personal.iter().any(said) {
        return Err(Weakness::Personal);
    }
    if without_ours(&plain).chars().count() < SHORTEST - 4 { Err(Weakness::Ours) } else { Ok(()) }
}

/// Of how many kinds of characters it is made.
fn kinds(password: &str) -> usize {
    let is_other = |letter: char| {
        !letter.is_ascii_uppercase() && !letter.is_ascii_lowercase() && !letter.is_ascii_digit()
    };
    let has = |kind: &dyn Fn(char) -> bool| usize::from(password.chars().any(kind));
    has(&|letter| letter.is_ascii_uppercase())
        + has(&|letter| letter.is_ascii_lowercase())
        + has(&|letter| letter.is_ascii_digit())
        + has(&is_other)
}

/// What is left when the product's words and years are taken out.
fn without_ours(plain: &str) -> String {
    let mut rest = plain.replace("3·15", "");
    for word in ["huibiao", "汇表", "315", "12315", "tongji", "统计", "消协", "xiaoxie"] {
        rest = rest.replace(word, "");
    }
    for year in 1950..2050 {
        rest = rest.replace(&year.to_string(), "");
    }
    rest.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

fn is_common(plain: &str) -> bool {
    let letters: Vec<char> = plain.chars().collect();
    let plainer = plain_letters(plain);
    common().contains(plain)
        || common().contains(&plainer)
        || is_periodic(&letters)
        || is_row(&letters)
        || is_digits_of_a_life(plain)
}

/// `p@ssw0rd` is `password`.
fn plain_letters(plain: &str) -> String {
    let stands_for = |letter| match letter {
        '@' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        '7' => 't',
        letter => letter,
    };
    // Only within the word: digits at the end are an ending.
    let end = plain.trim_end_matches(|letter: char| !letter.is_alphabetic()).len();
    plain[..end].chars().map(stands_for).chain(plain[end..].chars()).collect()
}

/// One short piece again and again: `1212121212`, `abcabcabcabc`.
fn is_periodic(letters: &[char]) -> bool {
    let longest = if letters.len() <= 20 { letters.len() / 2 } else { letters.len() / 3 };
    (1..=longest).any(|period| letters.iter().zip(&letters[period..]).all(|(a, b)| a == b))
}

const ROWS: [&str; 9] = [
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "!@#$%^&*()_+!@#$%^&*()_+",
    "1q2w3e4r5t6y7u8i9o0p",
    "147258369147258369",
];

/// Made of at most two pieces of rows of keys, forwards or backwards: `qwertyuiop`, `1234567890`,
/// `asdfghjkl123`.
fn is_row(letters: &[char]) -> bool {
    let mut rest = letters;
    for _ in 0..3 {
        let run = (3..=rest.len()).rev().find(|length| {
            let piece: String = rest[..*length].iter().collect();
            let back: String = rest[..*length].iter().rev().collect();
            ROWS.iter().any(|row| row.contains(&piece) || row.contains(&back))
        });
        match run {
            Some(run) => rest = &rest[run..],
            None => break,
        }
    }
    rest.len() <= 1
}

/// A mobile number, an identity number, a birthday twice: digits alone that somebody's life is made of.
fn is_digits_of_a_life(plain: &str) -> bool {
    let bytes = plain.as_bytes();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = bytes.len() - digits;
    let mobile = digits == 11 && bytes[0] == b'1' && rest <= 2;
    let identity = digits >= 15 && rest <= 3 && (digits == 15 || digits == 17 || digits == 18);
    let only_digits = rest == 0 && digits < 14;
    mobile || identity || only_digits
}

/// Words that passwords begin with, as breaches have shown; no name or unit of anybody.
const WORDS: &str = "password passw0rd passwd admin administrator root welcome letmein iloveyou woaini woaiwojia \
    woaizhongguo zhongguo china beijing shanghai qwerty qwer qwertyuiop asdf asdfgh asdfghjkl zxcvbnm \
    zxcvbn zxcv qazwsx qazwsxedc 1qaz2wsx 1qaz 2wsx abc abcd abcde abcdef abcdefg aaa aaaa aaaaaa a aa q \
    w z x s user test testtest guest demo default system server oracle mysql manager master monkey \
    dragon sunshine princess football baseball superman batman shadow michael computer internet hello \
    helloworld nihao nihaoma wodemima mima mimamima mima123 5201314 1314520 520520 1314 520 521 \
    woshishui baobao baobei laopo laogong xiaoming tianshi tiantian wangyi taobao tencent weixin qq \
    huawei caonima woaiwo kuaile xingfu pingan fuwuqi guanliyuan";

/// What people put behind (or before) such a word.
const ENDINGS: &str = "1 12 123 1234 12345 123456 1234567 12345678 123456789 1234567890 0 00 000 01 111 1111 11111 111111 \
    222 333 520 521 1314 5201314 1314520 666 6666 66666 666666 8888 888 888888 88888888 999 9999 999999 \
    123123 123321 112233 147258 147258369 654321 987654321 321 4321 54321 abc abcd abc123 qwe qwer asd \
    asdf zxc zxcv a aa aaa qaz admin root user test password pass 2008 2020 2021 2022 2023 2024";

/// What stands between the two, or at the very end.
const MARKS: [&str; 6] = ["", "@", "!", "#", ".", "_"];

/// All of them that are long enough to be tried here.
fn common() -> &'static HashSet<String> {
    static COMMON: OnceLock<HashSet<String>> = OnceLock::new();
    COMMON.get_or_init(|| {
        let mut all = HashSet::new();
        let words = || WORDS.split(' ');
        for word in words() {
            for ending in ENDINGS.split(' ').chain([""]) {
                for mark in MARKS {
                    all.insert(format!("{word}{mark}{ending}"));
                    all.insert(format!("{word}{ending}{mark}"));
                    all.insert(format!("{ending}{mark}{word}"));
                }
            }
        }
        for word in words() {
            all.extend(words().map(|other| format!("{word}{other}")));
        }
        all.retain(|password| password.chars().count() >= SHORTEST);
        all
    })
}

#[cfg(test)]
mod tests;
