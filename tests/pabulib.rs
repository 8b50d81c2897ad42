//! Participatory budgets that were held, read from tests/data/pabulib/ and counted again.

use std::path::Path;

use parvis::council::Amount;
use parvis::pabulib::{Instance, VoteType, read};

const FILES: [(&str, usize, usize); 9] = [
    ("France_Toulouse_2019", 30, 1494),
    ("Netherlands_Assen_2024", 14, 84),
    ("Poland_Czestochowa_2024_Grabowka", 16, 461),
    ("Poland_Czestochowa_2025_Mirow", 8, 398),
    ("Poland_Gdynia_2020_Orlowo__small", 8, 399),
    ("Poland_Krakow_2020_Swoszowice", 13, 1306),
    ("Poland_Warszawa_2018_Las", 12, 388),
    ("Poland_Warszawa_2024_Wesola", 32, 1009),
    ("Poland_Wroclaw_2017_Rejon_nr_11_250", 6, 1671),
];

fn instance(name: &str) -> Instance {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/pabulib/{name}.pb"));
    read(&std::fs::read(path).expect("the file")).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

#[test]
fn every_file_is_read_and_its_votes_are_those_it_states() {
    for (name, projects, votes) in FILES {
        let instance = instance(name);
        assert_eq!((instance.projects.len(), instance.votes.len()), (projects, votes), "{name}");
        let stated: Vec<u64> = instance.projects.iter().filter_map(|project| project.votes).collect();
        assert_eq!(instance.recounted_votes(), stated, "{name}");
        if matches!(instance.vote_type, VoteType::Cumulative) {
            let stated: Vec<u64> = instance.projects.iter().filter_map(|project| project.score).collect();
            assert_eq!(instance.recounted_points(), stated, "{name}");
        }
        assert_eq!(read(instance.write().as_bytes()).as_ref(), Ok(&instance), "{name}");
    }
}

#[test]
fn quotes_and_decimals_are_read() {
    let krakow = instance("Poland_Krakow_2020_Swoszowice");
    let last = krakow.projects.last().expect("projects");
    assert_eq!(last.cell("name"), Some("800 darmowych biletów dla seniorów do Kina \"Paradox\""));
    let text = "META\nkey;value\nbudget;10.5\nvote_type;approval\nPROJECTS\nproject_id;cost;name\na;3.00;\" x;\ny\"\nVOTES\nvoter_id;vote\n1;a\n2;\n";
    let read_back = read(text.as_bytes()).expect("of the format");
    assert_eq!(read_back.budget, Amount::from_hundredths(1050).expect("small"));
    assert_eq!(read_back.projects[0].cost, Amount::from_hundredths(300).expect("small"));
    assert_eq!(read_back.projects[0].cell("name"), Some(" x;\ny"));
    assert!(read_back.votes[1].projects.is_empty());
    assert_eq!(read(read_back.write().as_bytes()), Ok(read_back));
}

#[test]
fn each_fault_has_its_line() {
    let good = "META\nkey;value\nbudget;10\nvote_type;cumulative\nnum_votes;1\nPROJECTS\nproject_id;cost;votes\na;3;1\nb;4;0\nVOTES\nvoter_id;vote;points\nx;a;2\n";
    assert!(read(good.as_bytes()).is_ok());
    let faults = [
        ("budget;10", "budget;ten", 3, "an amount"),
        ("budget;10\n", "", 1, "no line `budget`"),
        ("cumulative", "secret", 4, "`approval`"),
        ("num_votes;1", "num_votes;2", 5, "1, which"),
        ("num_votes;1", "budget;3", 5, "each key once"),
        ("PROJECTS", "PROJECT", 6, "expected 2"),
        ("PROJECTS\nproject_id;cost;votes\na;3;1\nb;4;0\n", "", 1, "section `PROJECTS`"),
        ("project_id;cost;votes", "project_id;price;votes", 7, "column `cost`"),
        ("a;3;1", "a;-3;1", 8, "an amount"),
        ("a;3;1", "a;3", 8, "expected 3"),
        ("a;3;1", "a;3;many", 8, "a whole number"),
        ("b;4;0", "a;4;0", 9, "once"),
        ("x;a;2", "x;c;2", 12, "not `c`"),
        ("x;a;2", "x;a,a;2,2", 12, "not `a`"),
        ("x;a;2", "x;a,b;2", 12, "points for each"),
        ("x;a;2", "x;a;-2", 12, "a whole number"),
        ("x;a;2", "x;\"a;2", 12, "never closed"),
    ];
    for (from, to, line, words) in faults {
        let fault = read(good.replacen(from, to, 1).as_bytes()).expect_err(to);
        assert_eq!(fault.line, line, "{to}: {fault}");
        assert!(fault.message.en.contains(words), "{to}: {fault}");
    }
    assert_eq!(read(b"META\nkey;value\n\xff").expect_err("no UTF-8").line, 3);
}
