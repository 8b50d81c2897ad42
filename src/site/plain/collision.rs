//! Addresses that plain pages want and the site around them has already.

use super::Pages;
use super::route::{FeedOf, Route};
use crate::collection::Section;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::FilePath;

impl Pages {
    /// Says that the council has a page at `path`, where these pages have something too.
    pub(in crate::site) fn collision(&self, path: &FilePath) -> Diagnostic {
        let (place, help) = self.wanting(path);
        let message = Bilingual::new(
            format!("une page du conseil a déjà l’adresse {path}"),
            format!("a page of the council has the address {path} already"),
        );
        let finding = Diagnostic::error(Code::RouteCollision, message).at(place);
        match help {
            Some(help) => finding.help(help),
            None => finding,
        }
    }

    /// Where it is written that these pages have the address `path`, and what gives them another one.
    pub(in crate::site) fn wanting(&self, path: &FilePath) -> (Place, Option<Bilingual>) {
        match self.route(path) {
            Some(Route::Page(at) | Route::Json(at)) => {
                let help = Bilingual::new(
                    "renommer ce fichier, ou lui donner une autre adresse avec `slug: …`",
                    "rename this file, or give it another address with `slug: …`",
                );
                (Place::file(&self.cards[*at].page.file), Some(help))
            }
            Some(Route::File(file)) => {
                (Place::file(file), Some(Bilingual::new("renommer ce fichier", "rename this file")))
            }
            Some(Route::Redirect(to)) => {
                let help = Bilingual::new(
                    format!("ôter cette adresse de `aliases:`, ou renommer la page qui l’a : {path}"),
                    format!("take this address out of `aliases:`, or rename the page that has it: {path}"),
                );
                (self.file_of(to).map_or_else(|| Place::named(path.as_str()), Place::file), Some(help))
            }
            Some(Route::Terms(at) | Route::Term(at, ..) | Route::Feed(FeedOf::Term(at, _))) => {
                let key = &self.collections.taxonomies[*at].key;
                let said = self.config.taxonomies.iter().find(|said| said.key == *key);
                let help = Bilingual::new(
                    format!("grouper ces pages par une autre clé que `{key}`, ici et dans leurs en-têtes"),
                    format!("group these pages by another key than `{key}`, here and in their heads"),
                );
                (said.and_then(|said| said.place.clone()).unwrap_or_else(config_file), Some(help))
            }
            Some(Route::List(at, _) | Route::Feed(FeedOf::Section(at))) => {
                let section = &self.collections.sections[*at];
                let folder = &section.folder;
                let help = Bilingual::new(
                    format!("donner un autre nom au dossier content/{folder}/, sur le disque et dans parvis.yaml"),
                    format!("give the folder content/{folder}/ another name, on the disk and in parvis.yaml"),
                );
                (self.place_of(section), Some(help))
            }
            _ => (Place::named(path.as_str()), None),
        }
    }

    /// Where the configuration names a section.
    pub(super) fn place_of(&self, section: &Section) -> Place {
        let said = self.config.collections.iter().find(|said| said.folder == section.folder);
        said.and_then(|said| said.place.clone()).unwrap_or_else(config_file)
    }
}

fn config_file() -> Place {
    Place::named("parvis.yaml")
}
