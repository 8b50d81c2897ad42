//! Planned addresses that no disk could hold beside each other, told before anything is written.

use std::collections::BTreeSet;

use super::plain::Pages;
use super::plan::SitePlan;
use super::route::Page;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::FilePath;

/// What every site has from the program itself, once it is written.
const OWN: [&str; 2] = [".parvis-site", "SHA256SUMS"];
/// The longest name of a file or a folder on common disks, in bytes.
const LONGEST_NAME: usize = 255;
/// The longest path that common systems open, less what a site may lie in.
const LONGEST_PATH: usize = 900;

/// Where it is written that an address is wanted, and what gives another one.
pub(super) type Wanting = (Place, Option<Bilingual>);

/// Says of each of `paths`, which stand in their order, why it could not be written; `wanting` is asked of those only.
pub(super) fn check<'a>(
    paths: impl Iterator<Item = &'a FilePath> + Clone,
    wanting: impl Fn(&FilePath) -> Wanting,
    findings: &mut Vec<Diagnostic>,
) {
    let files: BTreeSet<&str> = paths.clone().map(FilePath::as_str).collect();
    // Those of one folder stand together, and what is above them is looked up once.
    let (mut folder, mut above) = ("", None);
    for path in paths {
        let here = path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        if here != folder {
            (folder, above) = (here, file_above(here, &files));
        }
        let Some((code, message)) = fault(path, above) else { continue };
        let (place, help) = wanting(path);
        let finding = Diagnostic::error(code, message).at(place);
        findings.push(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }
}

/// As [`check`], of a council's site.
pub(super) fn check_council(plan: &SitePlan, pages: &Pages, findings: &mut Vec<Diagnostic>) {
    let wanting = |path: &FilePath| {
        let rename = || Bilingual::new("renommer ce fichier", "rename this file");
        let take_out = || Bilingual::new("ôter cette adresse de `aliases:`", "take this address out of `aliases:`");
        let (page, help) = match plan.route(path).map(|route| &route.page) {
            Some(Page::Plain(_)) => return pages.wanting(path),
            Some(Page::Redirect(_, to)) => (Some(&**to), take_out()),
            page => (page, rename()),
        };
        let source = plan.sources().find(|source| plan.page_of(source) == page);
        (source.map_or_else(|| Place::named(path.as_str()), Place::file), source.map(|_| help))
    };
    check(plan.routes().map(|(path, _)| path), wanting, findings);
}

/// The file that lies where `folder` or a folder above it would have to be.
fn file_above<'a>(folder: &'a str, files: &BTreeSet<&str>) -> Option<&'a str> {
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    ends.map(|end| &folder[..end]).find(|above| files.contains(above))
}

fn fault(path: &FilePath, above: Option<&str>) -> Option<(Code, Bilingual)> {
    let text = path.as_str();
    if path.segments().next().is_some_and(|first| OWN.contains(&first)) {
        let message = Bilingual::new(
            format!("l’adresse {text} est celle d’un fichier que le programme écrit lui-même"),
            format!("the address {text} is that of a file that the program itself writes"),
        );
        return Some((Code::RouteCollision, message));
    }
    if text.len() > LONGEST_PATH || path.segments().any(|name| name.len() > LONGEST_NAME) {
        let start: String = text.chars().take(60).collect();
        let message = Bilingual::new(
            format!("l’adresse {start}… est trop longue pour un disque"),
            format!("the address {start}… is too long for a disk"),
        );
        return Some((Code::IdMalformed, message));
    }
    let message = above.map(|above| {
        Bilingual::new(
            format!("l’adresse {text} voudrait un dossier {above}, et c’est celle d’un fichier"),
            format!("the address {text} would need a folder {above}, which is the address of a file"),
        )
    })?;
    Some((Code::RouteCollision, message))
}
