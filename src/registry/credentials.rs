use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderValue;

use super::provider::Provider;

/// What lets a client in at a registry.
///
/// It is sent to the registry that it was given for and shown nowhere, [`fmt::Debug`] included.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// A user name and a password.
    Basic {
        /// The user name.
        user: String,
        /// The password.
        password: String,
    },
    /// A token that is sent as a bearer's.
    Bearer(String),
    /// The value of the header `Authorization`, as it is: cargo's tokens.
    Verbatim(String),
    /// What a program of the user's says, once the registry has turned a request without credentials
    /// away: cargo's credential providers.
    Asked(Arc<Provider>),
}

impl Credentials {
    /// The value of the header `Authorization`, where it is known without asking anybody. Text that
    /// no header can hold is not sent.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        let value = match self {
            Self::Basic { user, password } => {
                format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
            }
            Self::Bearer(token) => format!("Bearer {token}"),
            Self::Verbatim(value) => value.clone(),
            Self::Asked(provider) => return provider.known(),
        };
        secret(&value)
    }

    /// The program to ask, where the registry wants credentials.
    pub(super) fn provider(&self) -> Option<&Provider> {
        match self {
            Self::Asked(provider) => Some(provider),
            Self::Basic { .. } | Self::Bearer(_) | Self::Verbatim(_) => None,
        }
    }
}

/// A header that the HTTP client shows nowhere.
pub(super) fn secret(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Basic { .. } => "Basic(…)",
            Self::Bearer(_) => "Bearer(…)",
            Self::Verbatim(_) => "Verbatim(…)",
            Self::Asked(_) => "Asked(…)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_header_and_none_is_shown() {
        let basic = Credentials::Basic { user: "me".to_owned(), password: "s3cret".to_owned() };
        for (credentials, header) in [
            (basic, "Basic bWU6czNjcmV0"),
            (Credentials::Bearer("s3cret".to_owned()), "Bearer s3cret"),
            (Credentials::Verbatim("s3cret".to_owned()), "s3cret"),
        ] {
            let value = credentials.header().unwrap();
            assert_eq!(value.to_str().unwrap(), header);
            assert!(value.is_sensitive());
            assert!(!format!("{credentials:?} {value:?}").contains("s3cret"));
        }
        assert_eq!(Credentials::Bearer("a\nb".to_owned()).header(), None);
    }
}
