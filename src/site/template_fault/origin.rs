//! Which file a fault of a theme lies in: one of the site, or one of the program.

use std::collections::BTreeSet;

use crate::report::{Bilingual, Diagnostic, Place};
use crate::tree::{FilePath, FileTree};

/// Where the files of a theme come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::site) struct Origin {
    /// The theme of the program that it begins with.
    ours: &'static str,
    /// The site's folder of the theme, and the files in it.
    folder: String,
    own: BTreeSet<FilePath>,
}

impl Origin {
    pub(in crate::site) fn new(ours: &'static str, name: &str, own: &FileTree) -> Self {
        let own = own.iter().map(|(path, _)| path.clone()).collect();
        Self { ours, folder: format!("themes/{name}"), own }
    }

    /// A finding about a file of the theme, at that file in the site's folder or in the program.
    pub(in crate::site) fn placed(&self, finding: Diagnostic) -> Diagnostic {
        let Some(place) = &finding.place else { return finding };
        let file = &place.file;
        if FilePath::parse(file).is_ok_and(|path| self.own.contains(&path)) {
            let file = format!("{}/{file}", self.folder);
            return finding.clone().at(Place { file, ..place.clone() });
        }
        let (own, ours) = (format!("{}/{file}", self.folder), format!("themes/{}/{file}", self.ours));
        let mut help = Bilingual::new(
            format!("ce fichier est du programme ; {own} prendrait sa place"),
            format!("this file is the program’s; {own} would take its place"),
        );
        if let Some(known) = &finding.help {
            help = Bilingual::new(format!("{}\n{}", known.fr, help.fr), format!("{}\n{}", known.en, help.en));
        }
        finding.clone().at(Place { file: ours, ..place.clone() }).help(help)
    }

    /// The site's folder of the theme.
    pub(in crate::site) fn folder(&self) -> &str {
        &self.folder
    }

    /// The same theme, of which none of the site's own files serves.
    pub(in crate::site) fn without_own(self) -> Self {
        Self { own: BTreeSet::new(), ..self }
    }
}
