//! Received bytes behind the program's back, wherever they lie: a folder with SQLite, the database with PostgreSQL.

use diesel::RunQueryDsl;
use huibiao::store::Store;
use huibiao::vocabulary::hex::hex;

/// Puts other bytes in the place of a received file, or takes it away.
pub fn swap(store: &Store, sha256: &str, bytes: Option<&[u8]>) {
    if let Some(path) = store.objects.path(sha256) {
        let swapped = match bytes {
            Some(bytes) => std::fs::write(path, bytes),
            None => std::fs::remove_file(path),
        };
        return swapped.expect("the folder can be written");
    }
    let content = format!("(SELECT content FROM object_content WHERE sha256 = '{sha256}')");
    let mut statements = vec![format!("DELETE FROM object_chunk WHERE content = 'swapped-{sha256}'")];
    if let Some(bytes) = bytes {
        statements.push(format!("DELETE FROM object_chunk WHERE content = {content}"));
        statements.push(format!("DELETE FROM object_content WHERE sha256 = '{sha256}'"));
        statements.push(format!(
            "INSERT INTO object_content (sha256, content) VALUES ('{sha256}', 'swapped-{sha256}')"
        ));
        if !bytes.is_empty() {
            let bytes = hex(bytes);
            statements.push(format!(
                "INSERT INTO object_chunk (content, start, bytes) VALUES ('swapped-{sha256}', 0, decode('{bytes}', 'hex'))"
            ));
        }
    } else {
        statements.push(format!("DELETE FROM object_chunk WHERE content = {content}"));
        statements.push(format!("DELETE FROM object_content WHERE sha256 = '{sha256}'"));
    }
    let swapped = store.write(move |conn| {
        for statement in statements {
            diesel::sql_query(statement).execute(conn)?;
        }
        Ok(())
    });
    swapped.expect("the database can be written");
}
