//! Secrets typed on standard input: one line, or one `LABEL=secret` line for each appliance. Held in memory for this
//! run; shown nowhere.

use secrecy::SecretString;

use crate::error::{WireError, WrongField};

/// The most characters a secret may have: what every platform's keychain keeps (product section 3).
const MOST_CHARS: usize = 1_280;
const HINT: &str = "Give one line with the secret, or one line LABEL=secret for each appliance.";

/// What was typed. Its `Debug` shows no secret.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    lines: Vec<(Option<String>, SecretString)>,
}

impl Typed {
    /// Reads what came on standard input. `labels` are the labels a line may begin with.
    ///
    /// A single line is the secret as it is, even where it holds `=`, unless what stands before it is a label. Blanks
    /// around a secret are refused, not trimmed: a blank that was pasted along is told, one that belongs to the secret
    /// is not lost in silence.
    pub fn read(text: &str, labels: &[String]) -> Result<Self, WireError> {
        let bad = |what: String| Err(WireError::bad_input(what, HINT));
        let lines: Vec<&str> = text.lines().map(|line| line.trim_end_matches('\r')).collect();
        let lines: Vec<&str> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        let mut typed = Self::default();
        match lines.as_slice() {
            [] => return bad("no secret came on standard input".to_owned()),
            [only] => {
                let (label, secret) = labelled(only, labels);
                typed.lines.push((label, checked(secret)?));
            }
            several => {
                for (at, line) in (1..).zip(several) {
                    match labelled(line, labels) {
                        (Some(label), _) if typed.lines.iter().any(|(known, _)| known.as_ref() == Some(&label)) => {
                            return bad(format!("line {at} of standard input: {label} has two secrets"));
                        }
                        (Some(label), secret) => typed.lines.push((Some(label), checked(secret)?)),
                        (None, _) => {
                            return bad(format!(
                                "line {at} of standard input does not begin with a label of this pair and ="
                            ));
                        }
                    }
                }
            }
        }
        Ok(typed)
    }

    /// A secret from a password field: as it is, for the pair or the appliance that the command names.
    pub fn field(secret: &SecretString) -> Result<Self, WireError> {
        use secrecy::ExposeSecret as _;
        match usable(secret.expose_secret()) {
            Ok(secret) => Ok(Self { lines: vec![(None, secret)] }),
            Err(why) => {
                let mut error = WireError::bad_input(format!("the secret {why}"), "Enter it again.");
                error.fields =
                    [WrongField { field: "--secret".to_owned(), index: None, message: why.to_owned() }].into();
                Err(error)
            }
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(crate) fn each(&self) -> impl Iterator<Item = (Option<&str>, &SecretString)> {
        self.lines.iter().map(|(label, secret)| (label.as_deref(), secret))
    }

    /// The secret for one appliance, or the one for the pair.
    pub(crate) fn of(&self, label: Option<&str>) -> Option<&SecretString> {
        let own = self.lines.iter().find(|(typed, _)| typed.as_deref() == label);
        own.or_else(|| self.lines.iter().find(|(typed, _)| typed.is_none())).map(|(_, secret)| secret)
    }
}

fn labelled<'a>(line: &'a str, labels: &[String]) -> (Option<String>, &'a str) {
    match line.split_once('=') {
        Some((label, secret)) if labels.iter().any(|known| known == label) => (Some(label.to_owned()), secret),
        _ => (None, line),
    }
}

fn checked(secret: &str) -> Result<SecretString, WireError> {
    usable(secret).map_err(|why| WireError::bad_input(format!("a secret on standard input {why}"), HINT))
}

fn usable(secret: &str) -> Result<SecretString, &'static str> {
    if secret.is_empty() {
        return Err("is empty");
    }
    if secret != secret.trim() {
        return Err("begins or ends with a blank: it may have been pasted along");
    }
    if secret.chars().any(char::is_control) {
        return Err("holds a control character");
    }
    if secret.encode_utf16().count() > MOST_CHARS {
        return Err("is longer than the 1,280 characters a keychain keeps");
    }
    Ok(SecretString::from(secret))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn labels() -> Vec<String> {
        vec!["atl-1".to_owned(), "atl-2".to_owned()]
    }

    fn secret(typed: &Typed, label: Option<&str>) -> String {
        typed.of(label).map(|secret| secret.expose_secret().to_owned()).unwrap_or_default()
    }

    #[test]
    fn one_line_serves_both_appliances() {
        let typed = Typed::read("s3cret=with=signs\r\n", &labels()).expect("a secret");
        assert_eq!(secret(&typed, None), "s3cret=with=signs");
        assert_eq!(secret(&typed, Some("atl-2")), "s3cret=with=signs");
    }

    #[test]
    fn two_lines_are_one_for_each_appliance() {
        let typed = Typed::read("atl-1=one\natl-2=t=wo\n", &labels()).expect("secrets");
        assert_eq!(secret(&typed, Some("atl-1")), "one");
        assert_eq!(secret(&typed, Some("atl-2")), "t=wo");
        assert_eq!(secret(&typed, None), "");
    }

    #[test]
    fn what_cannot_be_a_secret_is_refused_and_never_repeated() {
        let long = "x".repeat(1_281);
        for text in
            ["", "\n", " canary", "canary ", "can\u{7}ary", "canary\nother", "atl-1=canary\natl-1=b", long.as_str()]
        {
            let error = Typed::read(text, &labels()).expect_err("refused");
            assert_eq!(error.exit, crate::Exit::BadInput);
            assert!(!error.to_string().contains("canary"), "{error}");
        }
    }

    #[test]
    fn what_was_typed_is_not_shown() {
        let typed = Typed::read("canary", &labels()).expect("a secret");
        assert!(!format!("{typed:?}").contains("canary"));
    }
}
