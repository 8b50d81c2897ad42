//! What a decision is about, by the nomenclature of acts that French councils use.

use std::fmt;

use crate::grammar::Token;
use crate::language::Bilingual;

/// A code of the ACTES nomenclature, two levels: `7.5` is finances, subsidies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MatterCode(u8, u8);

/// The nine domains with their matters, as the SCDL asks for the words: lower case, with accents,
/// without comma or parenthesis (schema SCDL Délibérations 2.1.5).
const DOMAINS: [(&str, &[&str]); 9] = [
    (
        "commande publique",
        &[
            "marchés publics",
            "délégations de service public",
            "conventions de mandat",
            "autres types de contrats",
            "transactions - protocole d'accord transactionnel",
            "actes relatifs à la maîtrise d'œuvre",
            "actes spéciaux et divers",
        ],
    ),
    (
        "urbanisme",
        &[
            "documents d'urbanisme",
            "actes relatifs au droit d'occupation ou d'utilisation des sols",
            "droit de préemption urbain",
        ],
    ),
    (
        "domaine et patrimoine",
        &[
            "acquisitions",
            "aliénations",
            "locations",
            "limites territoriales",
            "autres actes de gestion du domaine public",
            "autres actes de gestion du domaine privé",
        ],
    ),
    (
        "fonction publique",
        &[
            "personnels titulaires et stagiaires de la fonction publique territoriale",
            "personnels contractuels",
            "fonction publique hospitalière",
            "autres catégories de personnels",
            "régime indemnitaire",
        ],
    ),
    (
        "institutions et vie politique",
        &[
            "élection exécutif",
            "fonctionnement des assemblées",
            "désignation de représentants",
            "délégation de fonctions",
            "délégation de signature",
            "exercice des mandats locaux",
            "intercommunalité",
            "décision d'ester en justice",
        ],
    ),
    (
        "libertés publiques et pouvoirs de police",
        &[
            "police municipale",
            "pouvoirs du président du conseil départemental",
            "pouvoirs du président du conseil régional",
            "autres actes réglementaires",
            "actes pris au nom de l'état et soumis au contrôle hiérarchique",
        ],
    ),
    (
        "finances locales",
        &[
            "décisions budgétaires",
            "fiscalité",
            "emprunts",
            "interventions économiques",
            "subventions",
            "contributions budgétaires",
            "avances",
            "fonds de concours",
            "prise de participation",
            "divers",
        ],
    ),
    (
        "domaines de compétences par thèmes",
        &[
            "enseignement",
            "aide sociale",
            "voirie",
            "aménagement du territoire",
            "politique de la ville - habitat - logement",
            "emploi - formation professionnelle",
            "transports",
            "environnement",
            "culture",
        ],
    ),
    (
        "autres domaines de compétences",
        &[
            "autres domaines de compétences des communes",
            "autres domaines de compétences des départements",
            "autres domaines de compétences des régions",
            "vœux et motions",
        ],
    ),
];

impl MatterCode {
    /// Whether the nomenclature has this code.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.name().is_some()
    }

    /// The domain, 1 to 9.
    #[must_use]
    pub const fn domain(self) -> u8 {
        self.0
    }

    /// Both levels in the words of the nomenclature, `finances locales/subventions`; nothing where it has
    /// no such code.
    #[must_use]
    pub fn name(self) -> Option<String> {
        let (domain, matters) = self.matters()?;
        let matter = matters.get(usize::from(self.1).checked_sub(1)?)?;
        Some(format!("{domain}/{matter}"))
    }

    /// The last code of the same domain; nothing where the nomenclature has no such domain.
    #[must_use]
    pub fn last_of_domain(self) -> Option<Self> {
        let (_, matters) = self.matters()?;
        Some(Self(self.0, u8::try_from(matters.len()).ok()?))
    }

    fn matters(self) -> Option<(&'static str, &'static [&'static str])> {
        DOMAINS.get(usize::from(self.0).checked_sub(1)?).copied()
    }
}

impl Token for MatterCode {
    fn expected() -> Bilingual {
        Bilingual::new("un code de matière, par exemple `7.5`", "a code of a matter such as `7.5`")
    }
    fn read(text: &str) -> Option<Self> {
        let (domain, matter) = text.split_once('.')?;
        let digits = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let sound = digits(domain, 1) && digits(matter, 2);
        sound.then(|| Some(Self(domain.parse().ok()?, matter.parse().ok()?)))?
    }
    fn write(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for MatterCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::{DOMAINS, MatterCode};
    use crate::grammar::Token as _;

    #[test]
    fn a_code_is_read_and_known_or_not() {
        let known = |text: &str| MatterCode::read(text).map(MatterCode::is_known);
        assert_eq!(["7.5", "7.10", "1.7", "9.4", "6.5"].map(known), [Some(true); 5]);
        assert_eq!(["7.11", "1.8", "0.1", "3.0", "6.6"].map(known), [Some(false); 5]);
        assert_eq!(["7", "7.", "7.100", "a.1", "77.1", "+1.1"].map(known), [None; 6]);
    }

    #[test]
    fn a_code_has_the_words_of_both_levels() {
        let name = |text: &str| MatterCode::read(text).and_then(MatterCode::name);
        assert_eq!(name("7.5").as_deref(), Some("finances locales/subventions"));
        assert_eq!(name("9.4").as_deref(), Some("autres domaines de compétences/vœux et motions"));
        let words = DOMAINS.iter().flat_map(|(domain, matters)| std::iter::once(domain).chain(*matters));
        for words in words {
            assert!(!words.contains(['/', ',', '(', ')']) && words.to_lowercase() == **words, "{words}");
        }
        assert_eq!(DOMAINS.map(|(_, matters)| matters.len()), [7, 3, 6, 5, 8, 5, 10, 9, 4]);
    }
}
