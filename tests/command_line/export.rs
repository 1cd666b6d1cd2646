//! `guichet export` and `guichet import` through the command line, on a small FAQ.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::program::Program;

const HOSTILE: &str = "# Le <b>piège</b> \"& ?\n\n- un piège\n\n---\n\n<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n[cliquez](javascript:alert(1)) ![vu](https://example.org/pixel.png)\n\n[bon](https://example.org/?a=1&b=2)\n";

/// The small FAQ with an entry whose Markdown is hostile.
fn program() -> Program {
    let program = Program::with_small_faq();
    let entry = program.folder().join("faq/trouble/trap");
    fs::create_dir(&entry).unwrap();
    fs::write(
        entry.join("entry.toml"),
        "verified = 2026-11-25\nrelated = [\"trouble/blocked-goods\"]\n[[sources]]\ntitle = \"<i>S</i>\"\nurl = \"https://example.org\"\n",
    )
    .unwrap();
    for language in ["fr", "en"] {
        fs::write(entry.join(format!("{language}.md")), HOSTILE).unwrap();
    }
    program
}

fn export(program: &Program) -> BTreeMap<String, String> {
    program
        .run(&["export", "--format", "html", "--output", "site"])
        .success();
    texts(&program.folder().join("site"))
}

/// Every file below a folder, by its path with `/`.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for item in fs::read_dir(inner).unwrap() {
            let path: PathBuf = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// The site's pages.
fn pages(site: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    site.iter().filter(|(path, _)| {
        Path::new(path)
            .extension()
            .is_some_and(|kind| kind == "html")
    })
}

/// The values of an attribute in a page.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let marker = format!(" {name}=\"");
    html.split(&marker)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}

/// A relative address, seen from a file, without its anchor.
fn resolve(from: &str, address: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => drop(parts.pop().unwrap()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_link_of_the_site_leads_to_a_page_and_a_place_on_it() {
    let site = export(&program());
    let mut followed = 0;
    for (path, html) in pages(&site) {
        for address in attributes(html, "href")
            .into_iter()
            .chain(attributes(html, "src"))
        {
            if address.starts_with("https://")
                || address.starts_with("mailto:")
                || address.starts_with("tel:")
            {
                continue;
            }
            let (page, anchor) = address.split_once('#').unwrap_or((address, ""));
            let target = if page.is_empty() {
                path.clone()
            } else {
                resolve(path, page)
            };
            let found = site.get(&target);
            assert!(found.is_some(), "{path} leads to {address}");
            assert!(
                anchor.is_empty() || found.unwrap().contains(&format!(" id=\"{anchor}\"")),
                "{path} leads to {address}"
            );
            followed += 1;
        }
    }
    assert!(followed > 500, "{followed}");
    for edition in ["fr", "en", "sr", "sr-Cyrl"] {
        assert!(site.contains_key(&format!("{edition}/countries/rs.html")));
        assert!(site.contains_key(&format!("{edition}/topics/trouble.html")));
    }
    assert!(site["sr-Cyrl/countries/rs.html"].contains("Србија"));
}

#[test]
fn the_site_loads_nothing_from_elsewhere_and_hostile_markdown_is_inert() {
    let site = export(&program());
    for (path, html) in pages(&site) {
        for address in attributes(html, "src") {
            assert!(!address.contains(':'), "{path} loads {address}");
        }
        assert!(
            !html.contains("<img") && !html.contains("<iframe"),
            "{path}"
        );
        assert!(
            !html.contains("alert(1)\"") && !html.contains("<script>"),
            "{path}"
        );
        assert!(!html.contains("javascript:"), "{path}");
    }
    for asset in ["assets/style.css", "assets/search.js"] {
        assert!(!site[asset].contains("http"), "{asset}");
    }
    let page = &site["fr/topics/trouble.html"];
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(page.contains("Le &lt;b&gt;piège&lt;/b&gt;"));
    assert!(page.contains("&lt;i&gt;S&lt;"));
    assert!(page.contains("<a href=\"https://example.org/?a=1&amp;b=2\">bon</a>"));
}

#[test]
fn the_search_knows_every_entry_and_country() {
    let program = program();
    let site = export(&program);
    let script = |name: &str| -> Value {
        let text = &site[name];
        let json = text
            .split_once(" = ")
            .unwrap()
            .1
            .trim_end()
            .trim_end_matches(';');
        serde_json::from_str(json).unwrap()
    };
    let document = program.run(&["export", "--format", "json"]).success();
    let document: Value = serde_json::from_str(&document).unwrap();
    let ids = |list: &str, key: &str| -> BTreeSet<String> {
        let records = document[list].as_array().unwrap();
        records
            .iter()
            .map(|record| record[key].as_str().unwrap().to_owned())
            .collect()
    };
    let expected: BTreeSet<String> = ids("entries", "id")
        .union(&ids("countries", "code"))
        .cloned()
        .collect();
    assert!(expected.contains("trouble/trap") && expected.contains("RS"));
    let phrasings = script("assets/phrasings.js");
    for edition in ["fr", "en", "sr", "sr-Cyrl"] {
        let index = script(&format!("{edition}/search-index.js"));
        let found: BTreeSet<String> = index
            .as_array()
            .unwrap()
            .iter()
            .map(|page| page["id"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(found, expected, "{edition}");
        assert!(
            ids("entries", "id")
                .iter()
                .all(|id| phrasings[id].is_string())
        );
    }
}

#[test]
fn an_export_is_always_the_same_and_replaces_an_earlier_one_alone() {
    let program = program();
    let first = export(&program);
    assert!(first == export(&program));
    let arguments = ["export", "--format", "html", "--output"];
    let other = program.folder().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("letter.txt"), "mine").unwrap();
    let refused = program
        .run(&[&arguments[..], &["other"]].concat())
        .failure(2);
    assert!(
        refused.contains("give --output a new or empty folder"),
        "{refused}"
    );
    assert_eq!(
        fs::read_to_string(other.join("letter.txt")).unwrap(),
        "mine"
    );
    let refused = program.run(&arguments[..3]).failure(2);
    assert!(refused.contains("--output DIR"), "{refused}");
}

/// The sheet, with one text put for another.
fn sheet(program: &Program, changes: &[(&str, &str)]) -> String {
    program
        .run(&[
            "export",
            "--format",
            "csv",
            "--bom",
            "--output",
            "sheet.csv",
        ])
        .success();
    let path = program.folder().join("sheet.csv");
    let mut text = fs::read_to_string(&path).unwrap();
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    fs::write(&path, &text).unwrap();
    text
}

#[test]
fn a_sheet_that_nobody_edited_changes_nothing() {
    let program = program();
    let faq = program.folder().join("faq");
    let before = texts(&faq);
    let text = sheet(&program, &[]);
    assert!(text.starts_with("\u{feff}entry,unit,"));
    assert!(!text.contains("\n=") && !text.contains(",=") && !text.contains(",\"- "));
    let report = program.run(&["import", "sheet.csv"]).success();
    assert!(report.starts_with("0 files changed"), "{report}");
    assert!(before == texts(&faq));
}

#[test]
fn an_edited_text_changes_exactly_its_file() {
    let program = program();
    let faq = program.folder().join("faq");
    let before = texts(&faq);
    sheet(&program, &[("un piège", "une chausse-trape")]);
    let report = program.run(&["import", "sheet.csv", "--dry-run"]).success();
    assert!(report.contains("phrasing 1 changed"), "{report}");
    assert!(report.contains("1 files would change"), "{report}");
    assert!(before == texts(&faq));
    let report = program.run(&["import", "sheet.csv", "--json"]).success();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["written"], true);
    assert_eq!(report["files"].as_array().unwrap().len(), 1);
    let after = texts(&faq);
    let changed: Vec<_> = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(text))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!(after.len(), before.len());
    let file = changed[0];
    assert_eq!(
        after[file],
        before[file].replacen("un piège", "une chausse-trape", 1)
    );
    // The same sheet again finds it done.
    let report = program.run(&["import", "sheet.csv"]).success();
    assert!(report.starts_with("0 files changed"), "{report}");
}

#[test]
fn what_cannot_be_taken_is_told_with_its_row_and_the_rest_is_written() {
    let program = program();
    let sheet = "entry,unit,sr\ntrouble/trap,question,Zamka?\ntrouble/trap,phrasing 1,zamka\ntrouble/trap,title,x\nnowhere/x,answer,y\n";
    fs::write(program.folder().join("sheet.csv"), sheet).unwrap();
    let report = program.run(&["import", "sheet.csv"]).failure_on_stdout(1);
    assert!(report.contains("trouble/trap/sr.md (new file)"), "{report}");
    assert!(
        report.contains("row 4: trouble/trap title: `title` is no unit"),
        "{report}"
    );
    assert!(
        report.contains("row 5: nowhere/x answer: there is no entry"),
        "{report}"
    );
    let written = program.folder().join("faq/trouble/trap/sr.md");
    assert_eq!(
        fs::read_to_string(written).unwrap(),
        "# Zamka?\n\n- zamka\n"
    );
}

#[test]
fn a_sheet_that_is_broken_or_would_break_the_faq_writes_nothing() {
    let program = program();
    let faq = program.folder().join("faq");
    let before = texts(&faq);
    for (sheet, expected) in [
        (
            "entry,unit,fr\ntrouble/trap,answer,a\ntrouble/trap,\"question\n",
            "row 3: 2 cells",
        ),
        (
            "entry,unit,klingon\n",
            "row 1: column 3 is called `klingon`",
        ),
        (
            "entry,unit,fr\ntrouble/trap,phrasing 1,a\ntrouble/trap,answer,Voici {{ contry.name }}\n",
            "rows of the sheet: 2 (phrasing 1), 3 (answer)",
        ),
    ] {
        fs::write(program.folder().join("sheet.csv"), sheet).unwrap();
        let refused = program.run(&["import", "sheet.csv"]).failure(2);
        assert!(refused.contains(expected), "{refused}");
        assert!(refused.contains("nothing was written"), "{refused}");
        assert!(before == texts(&faq));
    }
}

#[test]
fn the_faq_inside_the_program_takes_no_sheet() {
    let program = Program::new();
    fs::write(program.folder().join("sheet.csv"), "entry,unit,fr\n").unwrap();
    let refused = program.run(&["import", "sheet.csv"]).failure(2);
    assert!(refused.contains("--faq DIR"), "{refused}");
}
