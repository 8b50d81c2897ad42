//! Under which licence a council gives its data.

use super::rules::words;
use crate::grammar::Token;
use crate::language::Bilingual;

words! {
    /// A licence of open data, by its SPDX identifier.
    Licence {
        /// The French state's Licence Ouverte.
        Etalab = "etalab-2.0",
        /// Open Database License.
        OpenDatabase = "ODbL-1.0",
        /// Creative Commons Attribution.
        Attribution = "CC-BY-4.0",
        /// Creative Commons Attribution, share alike.
        ShareAlike = "CC-BY-SA-4.0",
        /// Creative Commons Zero.
        Zero = "CC0-1.0",
        /// The United Kingdom's Open Government Licence.
        OpenGovernment = "OGL-UK-3.0",
    }
}

impl Licence {
    /// Its own title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Etalab => "Licence Ouverte / Open Licence 2.0",
            Self::OpenDatabase => "Open Data Commons Open Database License 1.0",
            Self::Attribution => "Creative Commons Attribution 4.0",
            Self::ShareAlike => "Creative Commons Attribution-ShareAlike 4.0",
            Self::Zero => "Creative Commons Zero 1.0",
            Self::OpenGovernment => "Open Government Licence 3.0",
        }
    }

    /// Where its text stands.
    #[must_use]
    pub const fn address(self) -> &'static str {
        match self {
            Self::Etalab => "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
            Self::OpenDatabase => "https://opendatacommons.org/licenses/odbl/1-0/",
            Self::Attribution => "https://creativecommons.org/licenses/by/4.0/",
            Self::ShareAlike => "https://creativecommons.org/licenses/by-sa/4.0/",
            Self::Zero => "https://creativecommons.org/publicdomain/zero/1.0/",
            Self::OpenGovernment => "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        }
    }
}
