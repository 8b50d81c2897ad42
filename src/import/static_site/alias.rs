//! The addresses that pages had: kept as aliases of the records where they can be, told in any case.

use std::collections::BTreeSet;

use super::item::Item;
use super::plan::{Plan, Spot};
use crate::document::OldAddress;
use crate::grammar::Token as _;
use crate::import::account::Account;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};
use crate::tree::FilePath;

/// The old addresses of a site.
pub(super) struct OldAddresses {
    /// The addresses that are taken: by the records' own pages, and by aliases given before.
    taken: BTreeSet<FilePath>,
}

/// Folders whose `index.html` the site makes itself.
const OWN: &[&str] = &[
    "archive",
    "bodies",
    "contests",
    "data",
    "decisions",
    "deliveries",
    "documents",
    "editions",
    "errata",
    "files",
    "follow",
    "history",
    "meetings",
    "members",
    "minutes",
    "news",
    "proposals",
    "search",
    "votes",
];

impl OldAddresses {
    pub(super) fn of(plan: &Plan) -> Self {
        let own = plan.spots.iter().filter_map(|spot| FilePath::parse(&own_address(spot)).ok());
        let lists = OWN.iter().map(|folder| format!("{folder}/index.html"));
        let lists = lists.chain(["index.html", "404.html"].map(str::to_owned));
        Self { taken: own.chain(lists.filter_map(|path| FilePath::parse(&path).ok())).collect() }
    }

    /// The aliases that the record at `spot` takes over from `item`, and what becomes of the other addresses.
    pub(super) fn aliases(&mut self, item: &Item, spot: &Spot, account: &mut Account) -> Vec<String> {
        let (mut kept, mut same, mut left) = (Vec::new(), Vec::new(), Vec::new());
        for address in item.addresses.iter().filter(|address| !address.is_empty()) {
            let rooted = format!("/{}", super::address::decoded(address.trim_start_matches('/')));
            match OldAddress::read(&rooted) {
                Some(OldAddress::Path(path)) if path.as_str() == own_address(spot) => same.push(address.as_str()),
                Some(OldAddress::Path(path)) if !spot.translation && self.taken.insert(path.clone()) => {
                    kept.push(rooted);
                }
                _ => left.push(address.as_str()),
            }
        }
        tell(
            item,
            spot,
            &kept.iter().map(String::as_str).collect::<Vec<_>>(),
            "écrite sous `aliases:`",
            "written below `aliases:`",
            account,
        );
        tell(item, spot, &same, "l’adresse reste la même", "the address stays the same", account);
        tell(
            item,
            spot,
            &left,
            "sans alias possible, ou déjà prise",
            "no alias can be made of it, or it is taken",
            account,
        );
        kept
    }
}

/// Where the page of a record will lie.
fn own_address(spot: &Spot) -> String {
    match spot.folder {
        "pages" => format!("{}.html", spot.id),
        folder => format!("{folder}/{}.html", spot.id),
    }
}

fn tell(item: &Item, spot: &Spot, addresses: &[&str], fr: &str, en: &str, account: &mut Account) {
    if addresses.is_empty() {
        return;
    }
    let (told, path) = (addresses.join(", "), &spot.path);
    let message = Bilingual::new(format!("{told} → {path} ({fr})"), format!("{told} → {path} ({en})"));
    account.say(Diagnostic::note(Code::AddressOld, message).at(Place::file(&item.source)));
}
