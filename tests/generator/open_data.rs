//! The files for machines: that tables are as their schemas say, that nothing leads nowhere, and that
//! what a stranger writes is computed by no spreadsheet. `.ci/open-data` asks the validators of others.

#![cfg(feature = "site")]

use crate::support::{schema, website};

use std::collections::BTreeSet;
use std::path::Path;

use parvis::open_data::scdl::{self, Why};
use parvis::report::{Code, Severity};
use parvis::site::{self, Settings};
use parvis::tree::{Digest, FilePath, FileTree};
use serde_json::Value;
use website::{broken_links, sample};

fn path(text: &str) -> FilePath {
    FilePath::parse(text).expect("a path")
}

fn built(files: &FileTree) -> FileTree {
    let (output, findings) = site::build(files, Settings::default());
    assert!(findings.iter().all(|finding| finding.severity != Severity::Error), "{findings:#?}");
    output.expect("a site").to_tree().expect("rendered")
}

fn text(tree: &FileTree, name: &str) -> String {
    let bytes = tree.get_str(name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn json(tree: &FileTree, name: &str) -> Value {
    serde_json::from_str(&text(tree, name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

/// The rows of a table, the header first, cut by a reader of commas and quotes.
fn rows(table: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = table.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, quoted) {
            ('"', true) if characters.peek() == Some(&'"') => cell.extend(characters.next()),
            ('"', _) => quoted = !quoted,
            (',', false) => row.push(std::mem::take(&mut cell)),
            ('\r', false) => {}
            ('\n', false) => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (other, _) => cell.push(other),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted, "the last line ends");
    rows
}

/// The tables of a site: name, schema and rows.
fn tables(tree: &FileTree) -> Vec<(String, Value, Vec<Vec<String>>)> {
    let files = tree.below("data").filter(|(path, _)| path.extension() == "csv");
    let table = |(path, bytes): (&FilePath, &[u8])| {
        let schema = json(tree, &format!("data/{}.schema.json", path.stem()));
        (path.stem().to_owned(), schema, rows(std::str::from_utf8(bytes).expect("UTF-8")))
    };
    files.map(table).collect()
}

/// Whether a cell is what its field says.
fn fits(field: &Value, cell: &str) -> bool {
    let constraints = &field["constraints"];
    if cell.is_empty() {
        return constraints["required"] != true;
    }
    let words = constraints["enum"].as_array();
    let listed = words.is_none_or(|words| words.iter().any(|word| word == cell));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let of_type = match field["type"].as_str().expect("a type") {
        "integer" => digits(cell),
        "number" => {
            let (whole, parts) = cell.split_once('.').unwrap_or((cell, "0"));
            digits(whole) && digits(parts)
        }
        "date" => cell.parse::<parvis::council::Date>().is_ok(),
        "datetime" => cell.get(..10).is_some_and(|day| day.parse::<parvis::council::Date>().is_ok()),
        "string" => field["format"] != "uri" || cell.starts_with("https://") && cell.is_ascii(),
        other => panic!("the type {other} is not known here"),
    };
    listed && of_type
}

#[test]
fn every_table_is_as_its_schema_says_and_the_package_lists_it() {
    let tree = built(&sample());
    let package = json(&tree, "data/datapackage.json");
    let resources = package["resources"].as_array().expect("resources");
    let tables = tables(&tree);
    assert!(tables.len() > 15);
    for (name, schema, rows) in &tables {
        let fields = schema["fields"].as_array().expect("fields");
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().expect("a name")).collect();
        assert_eq!(rows[0], names, "{name}");
        assert!(fields.iter().all(|field| field["description"].is_string() && field["description@en"].is_string()));
        for row in &rows[1..] {
            assert_eq!(row.len(), fields.len(), "{name}: {row:?}");
            for (field, cell) in fields.iter().zip(row) {
                assert!(fits(field, cell), "{name}: {} `{cell}`", field["name"]);
            }
        }
        let resource = resources.iter().find(|resource| resource["name"] == name.as_str()).expect("listed");
        let bytes = tree.get_str(&format!("data/{name}.csv")).expect("a table");
        assert_eq!(resource["bytes"], bytes.len());
        assert_eq!(resource["hash"], Digest::of(bytes).to_string());
        assert_eq!(resource["schema"], format!("{name}.schema.json"));
    }
    assert_eq!(resources.len(), tables.len() + 1, "the tables, and the file of Pabulib");
    assert_eq!(package["licenses"][0]["name"], "etalab-2.0");
}

#[test]
fn what_names_a_row_names_one_and_what_leads_to_another_table_arrives() {
    let tables = tables(&built(&sample()));
    let cells = |name: &str, columns: &Value| -> Vec<Vec<String>> {
        let (_, _, rows) = tables.iter().find(|(other, ..)| other == name).unwrap_or_else(|| panic!("no {name}"));
        let columns: Vec<usize> = columns
            .as_array()
            .expect("columns")
            .iter()
            .map(|column| rows[0].iter().position(|other| column == other.as_str()).expect("a column"))
            .collect();
        rows[1..].iter().map(|row| columns.iter().map(|at| row[*at].clone()).collect()).collect()
    };
    let mut links = 0;
    for (name, schema, _) in &tables {
        if let Some(key) = schema.get("primaryKey") {
            let keys = cells(name, key);
            assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{name}: {key}");
        }
        for link in schema["foreignKeys"].as_array().into_iter().flatten() {
            let there = link["reference"]["resource"].as_str().filter(|there| !there.is_empty()).unwrap_or(name);
            let there: BTreeSet<_> = cells(there, &link["reference"]["fields"]).into_iter().collect();
            for from in cells(name, &link["fields"]).iter().filter(|cells| cells.iter().any(|cell| !cell.is_empty())) {
                assert!(there.contains(from), "{name}: {from:?}");
                links += 1;
            }
        }
    }
    assert!(links > 100, "{links}");
}

#[test]
fn nothing_that_a_stranger_writes_is_computed_by_a_spreadsheet() {
    let mut files = sample();
    for (at, title) in
        ["=1+1", "+A1", "-A1", "@SUM(A1)", "a;=1+1", "a,b;@c", "\\t=1", "\\n=1", "a\\n=1", "'=1"].iter().enumerate()
    {
        let record = format!(
            "---\ntitle: \"{title}\"\ncategory: nature\ndistrict: nord\nauthor: \"{title}\"\nstatus: submitted\n\
             edition: budget-2027\nsubmitted: 2026-10-01\nhistory:\n  - {{date: 2026-10-01, status: submitted, by: \"{title}\"}}\n---\n\nx\n"
        );
        files.insert(path(&format!("content/proposals/hostile-{at}.md")), record.into_bytes());
    }
    let tree = built(&files);
    let mut guarded = 0;
    for (path, bytes) in tree.below("data").filter(|(path, _)| path.extension() == "csv") {
        let table = std::str::from_utf8(bytes).expect("UTF-8");
        for cell in rows(table).iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{path}: {cell:?}");
            guarded += usize::from(cell.starts_with('\''));
        }
        // A reader for whom `;` parts cells, and no quote stands in its way.
        for cell in table.split([';', '\n', '\t']) {
            assert!(!cell.starts_with(['=', '+', '@']), "{path}: {cell:?}");
        }
    }
    assert!(guarded >= 14, "{guarded}");
}

#[test]
fn before_the_certificate_no_file_says_how_anybody_voted() {
    let tree = built(&sample());
    let votes = rows(&text(&tree, "data/votes.csv"));
    let column = |name: &str| votes[0].iter().position(|other| other == name).expect("a column");
    let open = votes.iter().find(|row| row[0] == "nom-du-square").expect("an open vote");
    assert_eq!(open[column("state")], "open");
    for name in ["blank", "decision", "least_change", "tally"] {
        assert_eq!(open[column(name)], "", "{name}");
    }
    assert!(!open[column("enrolled")].is_empty());
    // The files of single records hold what the council wrote, and no count.
    let counted = |path: &FilePath| {
        (path.segments().count() == 2 && path.stem() != "records") || path.as_str().contains("/oparl/")
    };
    let files =
        tree.below("data").filter(|(path, _)| counted(path) && path.stem() != "votes" && path.stem() != "index");
    for (path, bytes) in files {
        let names = String::from_utf8_lossy(bytes).contains("nom-du-square") || path.as_str().contains("nom-du-square");
        assert!(!names, "{path}");
    }
}

#[test]
fn roll_calls_of_popolo_are_those_of_the_register() {
    let tree = built(&sample());
    let popolo = json(&tree, "data/popolo.json");
    let events = popolo["vote_events"].as_array().expect("vote events");
    // Where only figures were taken down, an event has counts and no votes.
    let named = events.iter().filter(|event| event["votes"].as_array().is_some_and(|votes| !votes.is_empty()));
    let table = rows(&text(&tree, "data/roll-calls.csv"));
    let decisions: BTreeSet<_> = table[1..].iter().map(|row| row[..3].to_vec()).collect();
    assert_eq!(named.count(), decisions.len());
    let with_votes = events.iter().filter(|event| event["votes"].as_array().is_some_and(|votes| !votes.is_empty()));
    for event in with_votes {
        let votes = event["votes"].as_array().expect("votes");
        for count in event["counts"].as_array().expect("counts") {
            let cast = votes.iter().filter(|vote| vote["option"] == count["option"]).count();
            assert_eq!(count["value"], cast, "{event}");
        }
    }
    let all: usize = events.iter().map(|event| event["votes"].as_array().map_or(0, Vec::len)).sum();
    assert_eq!(all + 1, rows(&text(&tree, "data/roll-calls.csv")).len());
}

/// Every address of the profile that stands in a value.
fn addresses(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.starts_with("https://montrivel.example/data/oparl/") => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| addresses(item, found)),
        Value::Object(fields) => fields.values().for_each(|value| addresses(value, found)),
        _ => {}
    }
}

#[test]
fn every_address_of_oparl_is_a_file_and_a_long_list_has_pages() {
    let mut files = sample();
    let members =
        files.below("content/people").filter(|(path, _)| path.file_name().matches('.').count() == 1).count() as u64;
    for number in 0..230 {
        let record = format!("---\ntitle: Membre {number}\nsort_name: Membre {number:03}\n---\n\nx\n");
        files.insert(path(&format!("content/people/membre-{number:03}.md")), record.into_bytes());
    }
    let tree = built(&files);
    let mut ids = BTreeSet::new();
    for (file, bytes) in tree.below("data/oparl") {
        let value: Value = serde_json::from_slice(bytes).expect("JSON");
        let mut found = Vec::new();
        addresses(&value, &mut found);
        for address in found {
            let there = address.strip_prefix("https://montrivel.example/").expect("ours");
            assert!(tree.get_str(there).is_some(), "{file}: {address}");
        }
        match value["id"].as_str() {
            Some(id) => assert!(ids.insert(id.to_owned()) && id.ends_with(file.as_str()), "{file}: {id}"),
            None => assert!(
                value["data"].is_array()
                    && value["links"]["self"].as_str().is_some_and(|own| own.ends_with(file.as_str()))
            ),
        }
    }
    let page = |name: &str| json(&tree, &format!("data/oparl/list/{name}.json"));
    let (first, second, last) = (page("person"), page("person.2"), page("person.3"));
    assert_eq!(
        (first["pagination"]["totalElements"].as_u64(), first["pagination"]["totalPages"].as_u64()),
        (Some(members + 230), Some(3))
    );
    assert_eq!(
        [&first, &second, &last].map(|page| page["data"].as_array().map(Vec::len)),
        [Some(100), Some(100), usize::try_from(members).ok().map(|members| members + 30)]
    );
    assert_eq!((&first["links"]["prev"], &last["links"]["next"]), (&Value::Null, &Value::Null));
    assert_eq!((&second["links"]["prev"], &second["links"]["next"]), (&first["links"]["self"], &last["links"]["self"]));
    let people: BTreeSet<String> = [first, second, last]
        .iter()
        .flat_map(|page| {
            page["data"].as_array().expect("people").iter().map(|one| one["id"].to_string()).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(people.len() as u64, members + 230, "nobody stands on two pages");
}

#[test]
fn what_was_taken_away_is_said_to_be_deleted_and_an_erratum_is_a_change() {
    let mut files = sample();
    let stone = |target: &str| {
        format!(
            "---\ntitle: Retirée\ntarget: {target}\nreason: mistake\nby: Le secrétariat\nat: 2026-10-05\n---\n\nx\n"
        )
    };
    for target in ["meetings/2026-09-01-x", "people/x", "bodies/x", "proposals/x", "documents/x", "minutes/x"] {
        let file = format!("content/tombstones/{}.md", target.replace('/', "-"));
        files.insert(path(&file), stone(target).into_bytes());
    }
    let erratum = "---\ntitle: Nom\nkind: erratum\ntarget: people/odile-perrin\nreason: name\n\
                   before: \"sha256:0000000000000000000000000000000000000000000000000000000000000000\"\n\
                   after: \"AFTER\"\nby: Le secrétariat\nat: 2026-10-06\n---\n\nx\n";
    let hash = Digest::of(files.get_str("content/people/odile-perrin.md").expect("a member")).to_string();
    files.insert(path("content/errata/2026-10-06-nom.md"), erratum.replace("AFTER", &hash).into_bytes());
    let tree = built(&files);
    for (name, kind) in [
        ("meeting/2026-09-01-x", "Meeting"),
        ("person/x", "Person"),
        ("organization/x", "Organization"),
        ("paper/proposal.x", "Paper"),
        ("file/proposal.x", "File"),
        ("file/document.x", "File"),
        ("file/minutes.x", "File"),
    ] {
        let object = json(&tree, &format!("data/oparl/{name}.json"));
        assert_eq!(object["deleted"], true, "{object}");
        assert_eq!(object["modified"], "2026-10-05T00:00:00Z");
        assert!(object["type"].as_str().is_some_and(|of| of.ends_with(kind)));
        let list = json(&tree, &format!("data/oparl/list/{}.json", name.split('/').next().expect("a folder")));
        assert!(list["data"].as_array().expect("objects").contains(&object), "{name}");
    }
    let person = json(&tree, "data/oparl/person/odile-perrin.json");
    assert_eq!((&person["modified"], person.get("deleted")), (&Value::from("2026-10-06T00:00:00Z"), None));
    let errata = rows(&text(&tree, "data/errata.csv"));
    assert!(errata.iter().any(|row| row[1] == "people/odile-perrin"), "{errata:?}");
    assert!(rows(&text(&tree, "data/removed.csv")).iter().any(|row| row[0] == "meetings/2026-09-01-x"));
}

fn meeting(body: &str, day: &str, decision: &str) -> Vec<u8> {
    format!(
        "---\ntitle: Séance\nbody: {body}\nstatus: held\nstart: {day}T19:00+02:00\nagenda:\n\
         \x20 - {{number: \"1\", title: x, kind: decision, decision: {{subject: x, outcome: adopted, {decision}}}}}\n---\n\nx\n"
    )
    .into_bytes()
}

#[test]
fn each_reason_for_which_the_file_of_deliberations_leaves_a_decision_out_is_told() {
    let body = "---\ntitle: Second conseil\nkind: neighbourhood-council\nseats: 2\nquorum: 1/2\n---\n\nx\n";
    for (body_of, decision, why) in [
        ("quartier-des-tanneries", "number: 2026-90", Why::NoMatter),
        ("quartier-des-tanneries", "number: 2026-90, matter_code: \"6.6\"", Why::NoMatter),
        (
            "quartier-des-tanneries",
            "number: 2026-90, matter_code: \"6.1\", voters: {eligible: 5, voting: 5, for: 4, against: 0, abstention: 0}",
            Why::Votes,
        ),
        (
            "quartier-des-tanneries",
            "number: 2026-90, matter_code: \"6.1\", voters: {eligible: 4, voting: 5, for: 5, against: 0, abstention: 0}",
            Why::Votes,
        ),
        (
            "quartier-des-tanneries",
            "number: 2026-90, matter_code: \"6.1\", sent_to_prefecture: 2026-09-01",
            Why::Prefecture,
        ),
        ("second", "number: 2026-01, matter_code: \"6.1\"", Why::NumberTwice),
    ] {
        let mut files = sample();
        files.insert(path("content/bodies/second.md"), body.as_bytes().to_vec());
        files.insert(path("content/meetings/2026-09-02.md"), meeting(body_of, "2026-09-02", decision));
        let (documents, _) = parvis::document::read(&files);
        let documents = documents.expect("a configuration");
        let left_out = scdl::left_out(&documents);
        assert_eq!(left_out.iter().map(|one| one.why).collect::<Vec<_>>(), [why], "{decision}");
        let (output, findings) = site::build(&files, Settings::default());
        let told = findings.iter().filter(|finding| finding.code == Code::DeliberationLeftOut).collect::<Vec<_>>();
        assert_eq!(told.len(), 1, "{findings:#?}");
        assert_eq!(told[0].severity, Severity::Note);
        let tree = output.expect("a site").to_tree().expect("rendered");
        let page = text(&tree, "en/data/index.html");
        assert!(page.contains(&why.words().en) && page.contains("meetings/2026-09-02.html#item-1"), "{page}");
        assert!(!text(&tree, "data/deliberations.csv").contains("2026-09-02"));
        assert!(text(&tree, "data/decisions.csv").contains("2026-09-02"));
    }
}

#[test]
fn the_page_of_open_data_lists_every_file_in_both_languages() {
    let tree = built(&sample());
    assert_eq!(broken_links(&tree), Vec::<String>::new());
    let records = text(&tree, "data/records.json");
    for (folder, up) in [("", ""), ("en/", "../../data/")] {
        let page = text(&tree, &format!("{folder}data/index.html"));
        let listed = |name: &str| page.contains(&format!("href=\"{up}{name}\""));
        for (path, _) in tree.below("data").filter(|(path, _)| path.extension() != "html") {
            let name = path.below("data").expect("below data");
            let apart = name.starts_with("oparl/") || records.contains(&format!("https://montrivel.example/{path}\""));
            assert!(listed(name) || apart, "{folder}: {name}");
        }
        assert!(listed("oparl/system.json"));
        let home = text(&tree, &format!("{folder}index.html"));
        assert!(home.contains("href=\"data/index.html\""), "{folder}");
    }
}

#[test]
fn a_council_without_licence_siret_or_records_publishes_what_it_has() {
    let mut files = sample();
    let config = text(&files, "parvis.yaml");
    let without = |key: &str, config: &str| {
        config.lines().filter(|line| !line.starts_with(key)).fold(String::new(), |text, line| text + line + "\n")
    };
    files.insert(path("parvis.yaml"), without("siret:", &without("licence:", &config)).into_bytes());
    let tree = built(&files);
    assert_eq!(json(&tree, "data/datapackage.json").get("licenses"), None);
    assert_eq!(tree.get_str("data/deliberations.csv"), None);
    assert!(text(&tree, "en/data/index.html").contains("has not stated under which licence"));

    let mut empty = FileTree::new();
    for (path, bytes) in
        sample().iter().filter(|(path, _)| path.as_str() == "parvis.yaml" || path.below("law").is_some())
    {
        empty.insert(path.clone(), bytes);
    }
    let tree = built(&empty);
    assert_eq!(json(&tree, "data/datapackage.json")["resources"], serde_json::json!([]));
    assert_eq!(json(&tree, "data/oparl/list/meeting.json")["pagination"]["totalPages"], 1);
    assert_eq!(broken_links(&tree), Vec::<String>::new());
}

#[test]
fn the_schemas_of_the_documents_are_those_of_the_site() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas/open-data");
    let tree = built(&sample());
    let own = |name: &str| {
        !name.starts_with("result-") && !name.starts_with("delivery-") && !name.starts_with("deliberations")
    };
    for (name, ..) in tables(&tree).iter().filter(|(name, ..)| own(name)) {
        let (schema, file) =
            (text(&tree, &format!("data/{name}.schema.json")), folder.join(format!("{name}.schema.json")));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(&file, &schema).expect("written");
        }
        let written = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(written, schema, "{name}: UPDATE_DOCS=1 cargo test --test generator open_data::");
    }
}

#[test]
fn every_record_file_of_the_sample_is_as_the_schema_says() {
    let published = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas/record.json"));
    let published: Value = serde_json::from_slice(&published.expect("the schema")).expect("JSON");
    let site = built(&sample());
    let mut kinds = BTreeSet::new();
    for (path, bytes) in site.iter().filter(|(path, _)| path.as_str().starts_with("data/")) {
        if path.segments().count() != 3 || path.as_str().contains("/oparl/") {
            continue;
        }
        let value: Value = serde_json::from_slice(bytes).unwrap_or_else(|fault| panic!("{path}: {fault}"));
        let faults = schema::faults(&published, &value);
        assert!(faults.is_empty(), "{path}: {faults:?}");
        kinds.insert(value["kind"].as_str().unwrap_or_default().to_owned());
    }
    assert_eq!(kinds.len(), 14, "every kind is there: {kinds:?}");
}
