//! Rules under which nobody could vote or nothing could win, or of which two contradict.

use super::Rules;
use crate::council::OptionId;
use crate::language::Bilingual;

impl Rules {
    /// Why these rules cannot be sealed for a vote on `options`; nothing where they can.
    #[must_use]
    pub fn contradiction(&self, options: &[&OptionId]) -> Option<Bilingual> {
        let _ = options;
        match self {
            Self::SingleChoice(rules) => no_winner(rules.winners).or_else(|| {
                (!rules.majority.is_whole()).then(|| {
                    Bilingual::new(
                        "`majority`, `comparison` et `base` se déclarent ensemble, ou valent tous trois `none`",
                        "`majority`, `comparison` and `base` are declared together, or all three are `none`",
                    )
                })
            }),
            _ => None,
        }
    }
}

fn no_winner(winners: u32) -> Option<Bilingual> {
    (winners == 0).then(|| Bilingual::new("rien ne peut gagner : `winners` vaut 0", "nothing can win: `winners` is 0"))
}
