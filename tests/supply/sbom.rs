//! Writes what the program is made of: `cargo run --example sbom` as CycloneDX, with `-- licences` as lines.

mod bill;

fn main() {
    let parts = bill::parts();
    if std::env::args().nth(1).as_deref() == Some("licences") {
        for part in &parts {
            println!("{}\t{}\t{}", part.name, part.version, part.licence);
        }
        for (by, name, licence) in bill::BROUGHT {
            println!("{name}\t({by})\t{licence}");
        }
    } else {
        println!("{:#}", bill::cyclonedx(&parts));
    }
}
