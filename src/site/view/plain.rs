//! What a council's site has around its plain pages.

use super::past::changed_files;
use super::shell::{Subscription, TranslationNote};
use super::{Scene, Shell};
use crate::site::route::{Page, relative};
use crate::tree::FilePath;

/// The surroundings of the plain page, or the list of them, at `path`; nothing where there is none.
#[must_use]
pub fn plain_shell(scene: &Scene<'_>, path: &FilePath) -> Option<Shell> {
    let about = scene.pages.about(path)?;
    let page = Page::Plain(path.clone());
    let mut title = name_in(scene, about.taxonomy, about.title);
    if let Some((number, total)) = about.number {
        title = format!("{title} ({number} / {total})");
    }
    let trail: Vec<(Page, String)> = about.trail.into_iter().map(|(path, name)| (Page::Plain(path), name)).collect();
    let mut shell = Shell::below(scene, &page, about.kind, &title, &[], &trail);
    if let Some(summary) = about.summary.filter(|summary| !summary.is_empty() && about.number.is_none()) {
        summary.clone_into(&mut shell.description);
    }
    shell.subscriptions.extend(about.feed.map(|(path, name)| Subscription {
        title: format!("{} – {}", scene.say("feed"), name_in(scene, about.taxonomy, name)),
        href: relative(scene.from, &path),
        media_type: "application/atom+xml",
    }));
    shell.json = about.json.map(|path| relative(scene.from, &path));
    shell.translation = about.translation.and_then(|(state, original)| {
        let original = relative(scene.from, &original);
        TranslationNote::of(state, original, scene.documents().config.main_language())
    });
    shell.changed = about.file.and_then(|file| changed_files(scene, &[file]));
    Some(shell)
}

/// The name of a term with its taxonomy; any other name as it is.
pub(super) fn name_in(scene: &Scene<'_>, taxonomy: Option<&str>, name: String) -> String {
    match taxonomy {
        Some(taxonomy) => scene.say_with("term_title", &[("taxonomy", taxonomy), ("term", &name)]),
        None => name,
    }
}
