//! A password that was hashed when hashing was cheaper is hashed anew as soon as its owner types it; who types another
//! one changes nothing.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use huibiao::vocabulary::Role;

use crate::house::{Database, House, PASSWORD, on_both};
use crate::tampering::{run, words};

on_both!(a_weak_hash_becomes_a_strong_one_at_the_next_sign_in);

const STRONG: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

/// What an older installation kept of a password.
fn weak(password: &str) -> String {
    let params = Params::new(4_096, 1, 1, None).expect("parameters");
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    hasher.hash_password_with_salt(password.as_bytes(), b"an-older-salt-16").expect("a hash").to_string()
}

/// What is kept of the passwords of two people.
fn kept(house: &House) -> Vec<String> {
    let asked = "SELECT password_hash AS words FROM account WHERE login IN ('older', 'other') ORDER BY login";
    house.service.store.read(|conn| Ok(words(conn, asked))).expect("hashes")
}

fn a_weak_hash_becomes_a_strong_one_at_the_next_sign_in(database: Database) {
    let house = House::on(database);
    for login in ["older", "other"] {
        house.employ(login, Role::Supervisor, "3703");
        let (hash, login) = (weak(PASSWORD), login.to_owned());
        let change = format!("UPDATE account SET password_hash = '{hash}' WHERE login = '{login}'");
        let put = house.service.store.write(move |conn| {
            run(conn, &change);
            Ok(())
        });
        put.expect("it is put there");
    }
    let before = kept(&house);
    assert!(before.iter().all(|hash| hash.starts_with("$argon2id$v=19$m=4096,t=1,p=1$")), "{before:?}");

    assert_eq!(house.client().sign_in("older", "kettle-orbit-viola").status, 422, "another password");
    assert_eq!(kept(&house), before);
    assert_eq!(house.signed_in("older").get("/account").status, 200);
    let after = kept(&house);
    assert!(after[0].starts_with(STRONG), "{after:?}");
    assert_eq!(after[1], before[1], "who was not there");

    assert_eq!(house.signed_in("older").get("/account").status, 200, "the new one fits as well");
    assert_eq!(kept(&house), after, "and is not made anew each time");
    assert_eq!(house.client().sign_in("older", "kettle-orbit-viola").status, 422);
}
