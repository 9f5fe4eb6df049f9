//! OAuth2 client credentials (appliance-api section 1): the account is replicated, tokens and failed logins belong to
//! each appliance.

use serde::Serialize;

use super::Model;
use crate::config::AccountConfig;
use crate::switch::{TokenAfterSwap, TokenAtPeer};
use crate::time::later;
use crate::which::Which;

/// The API account both appliances know.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
}

impl Account {
    pub(crate) fn new(config: AccountConfig) -> Self {
        Self { client_id: config.client_id, client_secret: config.client_secret }
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// What one appliance remembers of the account's sign-ins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Access {
    /// Wrong secrets in a row.
    failed_logins: u32,
    locked_until_ms: Option<i64>,
    /// Oldest first.
    #[serde(skip)]
    tokens: Vec<Token>,
    /// How many tokens were ever given here.
    tokens_given: u64,
}

impl Access {
    pub(crate) fn valid_tokens(&self, now_ms: i64) -> usize {
        self.tokens.iter().filter(|token| now_ms < token.expires_ms).count()
    }
}

#[derive(Clone, PartialEq, Eq)]
struct Token {
    text: String,
    expires_ms: i64,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("expires_ms", &self.expires_ms).finish_non_exhaustive()
    }
}

/// A token that was given.
#[derive(Clone, PartialEq, Eq)]
pub struct Given {
    pub token: String,
    pub expires_in_s: u64,
}

impl Model {
    /// Signs in. `None`: wrong id or secret, locked out, or the account is disabled; the answer does not tell which.
    pub fn sign_in(&mut self, now_ms: i64, which: Which, client_id: &str, client_secret: &str) -> Option<Given> {
        self.change(now_ms, |model| {
            let given = model.try_sign_in(which, client_id, client_secret);
            if client_id == model.account.client_id {
                model.log_sign_in(which, given.is_some());
            }
            given
        })
    }

    fn try_sign_in(&mut self, which: Which, client_id: &str, client_secret: &str) -> Option<Given> {
        if client_id != self.account.client_id || !self.settings.account_enabled {
            return None;
        }
        let now_ms = self.now_ms;
        let access = &mut self.appliances[which].access;
        if access.locked_until_ms.is_some_and(|until_ms| now_ms < until_ms) {
            return None;
        }
        if access.locked_until_ms.take().is_some() {
            access.failed_logins = 0;
        }
        if client_secret != self.account.client_secret {
            access.failed_logins += 1;
            if access.failed_logins >= self.settings.failed_login_attempts {
                access.locked_until_ms = Some(later(now_ms, self.settings.lock_out_ms));
            }
            return None;
        }
        access.failed_logins = 0;
        access.tokens.retain(|token| now_ms < token.expires_ms);
        while access.tokens.len() >= self.settings.tokens_at_once.max(1) {
            access.tokens.remove(0);
        }
        let expires_in_s = self.settings.token_lifetime_s;
        let text = self.token_texts.letters(40);
        access.tokens.push(Token { text: text.clone(), expires_ms: later(now_ms, expires_in_s.saturating_mul(1000)) });
        access.tokens_given += 1;
        Some(Given { token: text, expires_in_s })
    }

    /// Whether this token is valid here: this appliance gave it, or the other did and tokens are shared.
    #[must_use]
    pub fn token_holds(&self, which: Which, token: &str) -> bool {
        let given_by = |which: Which| {
            let tokens = &self.appliances[which].access.tokens;
            tokens.iter().any(|held| held.text == token && self.now_ms < held.expires_ms)
        };
        given_by(which) || (self.switches.token_at_peer == TokenAtPeer::Valid && given_by(which.peer()))
    }

    /// The role of this appliance has changed.
    pub(super) fn end_tokens_of_a_swap(&mut self, which: Which) {
        if self.switches.token_after_swap == TokenAfterSwap::Dies {
            self.appliances[which].access.tokens.clear();
        }
    }

    /// Whether the account is locked out at this appliance.
    #[must_use]
    pub fn locked_out(&self, which: Which) -> bool {
        self.appliances[which].access.locked_until_ms.is_some_and(|until_ms| self.now_ms < until_ms)
    }

    /// A new secret on both appliances; all tokens die (appliance-api section 1).
    pub fn regenerate_secret(&mut self, now_ms: i64, client_secret: String) {
        self.change(now_ms, |model| {
            model.account.client_secret = client_secret;
            model.kill_tokens();
        });
    }

    /// Disabling the account kills its tokens at once.
    pub(super) fn settle_account(&mut self) {
        if !self.settings.account_enabled {
            self.kill_tokens();
        }
    }

    /// All tokens of both appliances die.
    fn kill_tokens(&mut self) {
        for which in Which::BOTH {
            self.appliances[which].access.tokens.clear();
        }
    }
}
