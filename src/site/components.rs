//! Components of the theme that texts call: whether each gets what it asks for, and what it becomes.

use tera::{ComponentArgType, ComponentInfo, Context, Tera};

use super::markdown::{Argument, Call, Called};
use crate::document::nearest;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::FilePath;

/// What `call` becomes; nothing where the theme cannot make it, which [`check`] has said.
pub(super) fn rendered(templates: &Tera, call: &Call) -> Option<String> {
    let mut context = Context::new();
    for (name, value) in &call.arguments {
        match value {
            Argument::Words(words) => context.insert(name.clone(), words),
            Argument::Number(number) => context.insert(name.clone(), number),
            Argument::Flag(flag) => context.insert(name.clone(), flag),
            Argument::Picture(_) => {}
        }
    }
    let picture = call.arguments.iter().find_map(|(_, value)| match value {
        Argument::Picture(picture) => Some(picture),
        _ => None,
    });
    if let Some(picture) = picture.filter(|_| takes_picture(templates, &call.name)) {
        let width = call.arguments.iter().find_map(|(name, value)| match value {
            Argument::Number(width) if name == "width" => u32::try_from(*width).ok().filter(|width| *width > 0),
            _ => None,
        });
        context.insert_value("picture", picture.value(width));
    }
    templates.render_component(&call.name, &context, None, true).ok()
}

/// Whether the component asks for the picture that its `src` names.
fn takes_picture(templates: &Tera, name: &str) -> bool {
    let component = templates.get_component_definition(name);
    component.is_some_and(|component| component.args().iter().any(|argument| argument.name() == "picture"))
}

/// Says what is wrong with the calls of a text that begins on line `first` of `file`.
pub(super) fn check(templates: &Tera, file: &FilePath, first: u32, called: &[Called], findings: &mut Vec<Diagnostic>) {
    for place in called {
        let faults = match &place.call {
            None => vec![unreadable()],
            Some(call) => match templates.get_component_definition(&call.name) {
                None => vec![unknown(templates, &call.name)],
                Some(component) => faults(&component, call),
            },
        };
        let at = || Place::file(file).at_line(first + place.line - 1);
        findings.extend(faults.into_iter().map(|fault| fault.at(at())));
    }
}

/// What the call gives that the component does not take, and what it takes that the call does not give.
fn faults(component: &ComponentInfo, call: &Call) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (name, value) in &call.arguments {
        match component.args().iter().find(|argument| argument.name() == name) {
            None if component.rest_param().is_some() => {}
            None => faults.push(stray(component, name)),
            Some(argument) => {
                let kind = argument.arg_type().filter(|kind| !takes(*kind, value));
                faults.extend(kind.map(|kind| mistyped(component.name(), name, kind)));
            }
        }
    }
    let given = |name: &str| call.arguments.iter().any(|(given, _)| given == name);
    let missing = component.args().iter().filter(|argument| argument.is_required() && argument.name() != "body");
    faults.extend(missing.filter(|argument| !given(argument.name())).map(|one| missed(component.name(), one.name())));
    faults
}

const fn takes(kind: ComponentArgType, value: &Argument) -> bool {
    matches!(
        (kind, value),
        (ComponentArgType::String, Argument::Words(_))
            | (ComponentArgType::Integer | ComponentArgType::Number, Argument::Number(_))
            | (ComponentArgType::Bool, Argument::Flag(_))
    )
}

/// Says which calls of a text that begins on line `first` of `file` a page shows as the words they are.
pub(super) fn shown_as_text(file: &FilePath, first: u32, stray: &[(u32, String)], findings: &mut Vec<Diagnostic>) {
    for (line, call) in stray {
        let message = Bilingual::new(
            format!("`{call}` n’appelle rien : la page le montrerait tel quel"),
            format!("`{call}` calls nothing: the page would show it as it is"),
        );
        let help = Bilingual::new(
            "un composant s’appelle ainsi, seul dans son paragraphe : `{{ figure(src=\"plan.png\", alt=\"Le plan\") }}` ; pour montrer ces signes, les mettre entre accents graves",
            "a component is called so, alone in its paragraph: `{{ figure(src=\"plan.png\", alt=\"The plan\") }}`; to show these signs, put them between backquotes",
        );
        let place = Place::file(file).at_line(first + line - 1);
        findings.push(Diagnostic::error(Code::ComponentCall, message).help(help).at(place));
    }
}

fn unreadable() -> Diagnostic {
    let message = Bilingual::new("l’appel d’un composant est illisible", "the call of a component cannot be read");
    Diagnostic::error(Code::ComponentCall, message).help(Bilingual::new(
        "l’écrire ainsi : `{{ figure(src=\"plan.png\", alt=\"Le plan\", width=600) }}` ; une valeur est des mots entre guillemets, un nombre entier, `true` ou `false`",
        "write it so: `{{ figure(src=\"plan.png\", alt=\"The plan\", width=600) }}`; a value is words between quotes, a whole number, `true` or `false`",
    ))
}

fn unknown(templates: &Tera, name: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("le thème n’a pas de composant `{name}`"),
        format!("the theme has no component `{name}`"),
    );
    let near = nearest(name, templates.get_component_names());
    did_you_mean(Diagnostic::error(Code::ComponentUnknown, message), near)
}

fn stray(component: &ComponentInfo, name: &str) -> Diagnostic {
    let of = component.name();
    let message = Bilingual::new(
        format!("le composant `{of}` ne prend pas de `{name}`"),
        format!("the component `{of}` takes no `{name}`"),
    );
    let near = nearest(name, component.args().iter().map(tera::ComponentArg::name));
    did_you_mean(Diagnostic::error(Code::ComponentCall, message), near)
}

fn missed(of: &str, name: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("il manque `{name}` au composant `{of}`"),
        format!("the component `{of}` lacks its `{name}`"),
    );
    let help = Bilingual::new(format!("ajouter `{name}=\"…\"`"), format!("add `{name}=\"…\"`"));
    Diagnostic::error(Code::ComponentCall, message).help(help)
}

fn mistyped(of: &str, name: &str, kind: ComponentArgType) -> Diagnostic {
    let (fr, en) = match kind {
        ComponentArgType::String => ("des mots entre guillemets", "words between quotes"),
        ComponentArgType::Bool => ("`true` ou `false`", "`true` or `false`"),
        ComponentArgType::Integer | ComponentArgType::Number => ("un nombre entier", "a whole number"),
        _ => ("une valeur qu’un texte ne peut pas donner", "a value that a text cannot give"),
    };
    let message = Bilingual::new(
        format!("`{name}` du composant `{of}` : attendu {fr}"),
        format!("`{name}` of the component `{of}`: expected {en}"),
    );
    Diagnostic::error(Code::ComponentCall, message)
}

fn did_you_mean(finding: Diagnostic, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => {
            finding.help(Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")))
        }
        None => finding,
    }
}
