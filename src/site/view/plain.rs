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
    let mut title = match about.taxonomy {
        Some(taxonomy) => scene.say_with("term_title", &[("taxonomy", taxonomy), ("term", &about.title)]),
        None => about.title,
    };
    if let Some((number, total)) = about.number {
        title = format!("{title} ({number} / {total})");
    }
    let trail: Vec<(Page, String)> = about.trail.into_iter().map(|(path, name)| (Page::Plain(path), name)).collect();
    let mut shell = Shell::below(scene, &page, about.kind, &title, &[], &trail);
    if let Some(summary) = about.summary.filter(|summary| !summary.is_empty() && about.number.is_none()) {
        summary.clone_into(&mut shell.description);
    }
    shell.subscriptions.extend(about.feed.map(|(path, name)| Subscription {
        title: format!("{} – {name}", scene.say("feed")),
        href: relative(scene.from, &path),
        media_type: "application/atom+xml",
    }));
    shell.json = about.json.map(|path| relative(scene.from, &path));
    shell.translation = about.translation.and_then(|(state, original)| {
        let original = relative(scene.from, original);
        TranslationNote::of(state, original, scene.documents().config.main_language())
    });
    shell.changed = about.file.and_then(|file| changed_files(scene, &[file]));
    Some(shell)
}
