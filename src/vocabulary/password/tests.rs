//! Passwords that are good enough, and those that are not.

use super::*;

const PERSON: Person =
    Person { login: "zhangwei", name: "张伟", unit: "南麻街道社区卫生服务中心" };

#[test]
fn what_guessers_try_is_refused_and_what_people_invent_is_not() {
    use Weakness::{Common, Ours, Personal, TooLong, TooShort};
    let endless = "长".repeat(129);
    let long = "雪落无声雁南飞去".repeat(16);
    for (password, verdict) in [
        ("", Err(TooShort(10))),
        ("Xk9#mQ2v", Err(TooShort(10))),
        ("一二三四五六七八九", Err(TooShort(10))),
        (endless.as_str(), Err(TooLong)),
        (long.as_str(), Err(Common)),
        ("1234567890", Err(Common)),
        ("0987654321", Err(Common)),
        ("1111111111", Err(Common)),
        ("1212121212", Err(Common)),
        ("12345678910", Err(Common)),
        ("password123", Err(Common)),
        ("Password@123", Err(Common)),
        ("P@ssw0rd123", Err(Common)),
        ("admin@123456", Err(Common)),
        ("Admin123456!", Err(Common)),
        ("woaini1314", Err(Common)),
        ("woaini5201314", Err(Common)),
        ("5201314woaini", Err(Common)),
        ("a123456789", Err(Common)),
        ("123456789a", Err(Common)),
        ("qwertyuiop", Err(Common)),
        ("QWERTYUIOP123", Err(Common)),
        ("1qaz2wsx3edc", Err(Common)),
        ("!@#$%^&*()", Err(Common)),
        ("147258369147", Err(Common)),
        ("abcdefghij", Err(Common)),
        ("13812345678", Err(Common)),
        ("13905331234a", Err(Common)),
        ("370323198503071234", Err(Common)),
        ("37032319850307123x", Err(Common)),
        ("1985030719850307", Err(Common)),
        ("zhangwei-nanma-8", Err(Personal)),
        ("我是张伟我怕谁呀真的", Err(Personal)),
        ("南麻街道社区卫生服务中心1", Err(Personal)),
        ("huibiao-2024", Err(Ours)),
        ("huibiao315315", Err(Ours)),
        ("12315@2026#2027", Err(Ours)),
        ("汇表统计2024年报表315", Err(Ours)),
        ("雪落无声雁南飞去否", Err(TooShort(10))),
        ("雪落无声雁南飞去否乎", Ok(())),
        ("kettle-orbit-violin", Ok(())),
        ("Tq7-wm4-xz9", Ok(())),
        ("k7mn-p3qr-9hjd", Ok(())),
        ("huibiao kettle orbit", Ok(())),
        ("院子里有两棵枣树2024", Ok(())),
        ("correct horse battery", Ok(())),
    ] {
        assert_eq!(judge(password, PERSON, Demands::default()), verdict, "{password}");
    }
}

#[test]
fn an_installation_may_demand_more() {
    use Weakness::{TooPlain, TooShort};
    for (shortest, kinds, password, verdict) in [
        (12, 1, "Tq7-wm4-xz9", Err(TooShort(12))),
        (11, 4, "Tq7-wm4-xz9", Ok(())),
        (10, 4, "tq7-wm4-xz9", Err(TooPlain(4))),
        (10, 3, "tq7-wm4-xz9", Ok(())),
        (10, 3, "kettle-orbit-violin", Err(TooPlain(3))),
        (10, 2, "雪落无声雁南飞去否乎", Err(TooPlain(2))),
        (10, 2, "院子里有两棵枣树2024", Ok(())),
    ] {
        assert_eq!(judge(password, PERSON, Demands { shortest, kinds }), verdict, "{password} {kinds}");
    }
}

#[test]
fn the_list_has_thousands_and_none_too_short_to_matter() {
    assert!(common().len() > 30_000, "{}", common().len());
    assert!(common().iter().all(|password| password.chars().count() >= SHORTEST));
}

#[test]
fn composed_and_decomposed_letters_are_one_password() {
    assert_eq!(spelled("cafe\u{301}"), spelled("caf\u{e9}"));
}
