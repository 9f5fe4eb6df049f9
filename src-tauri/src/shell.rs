//! From the page to `app`: calls by name, answers as JSON, updates over a channel.

use std::str::FromStr as _;
use std::sync::Arc;

use app::wire::{Subscribe, Update};
use app::{Request, Session, WireError};
use secrecy::SecretString;
use serde_json::Value;
use tauri::ipc::{Channel, Invoke, InvokeBody, InvokeError, JavaScriptChannelId};
use tauri::{Builder, Manager, Runtime, Webview};

/// The one call that is no command of `app`: it answers again and again.
pub const SUBSCRIBE: &str = "updates_subscribe";

/// The session, or why there is none: then every call is answered with that.
pub struct Opened(pub Result<Arc<Session>, WireError>);

/// Lets the page call every command that `commands.txt` lists, and the capability allows.
#[must_use]
pub fn with_commands<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.invoke_handler(|invoke| {
        answer(invoke);
        true
    })
}

fn answer<R: Runtime>(invoke: Invoke<R>) {
    let Invoke { message, resolver, .. } = invoke;
    let name = message.command().to_owned();
    let webview = message.webview();
    let body = match message.payload() {
        InvokeBody::Json(body) => body.clone(),
        InvokeBody::Raw(_) => Value::Null,
    };
    resolver.respond_async(async move {
        let outcome =
            if name == SUBSCRIBE { subscribe(&webview, body).await } else { call(&webview, &name, body).await };
        outcome.map_err(|error| InvokeError(serde_json::to_value(error).unwrap_or(Value::Null)))
    });
}

/// `{ request, secret? }`: the secret leaves the message before anything else is done with it.
async fn call<R: Runtime>(webview: &Webview<R>, name: &str, mut body: Value) -> Result<Value, WireError> {
    let secret = match body.get_mut("secret").map(Value::take) {
        Some(Value::String(secret)) => Some(SecretString::from(secret)),
        _ => None,
    };
    let request = Request::from_json(name, body.get_mut("request").map(Value::take).unwrap_or_default())?;
    let response = session(webview)?.call(request, secret).await?;
    serde_json::to_value(response).map_err(|error| WireError::computer("an answer could not be written", &error))
}

/// `{ request, channel }`: returns when a newer subscription begins or the session closes.
async fn subscribe<R: Runtime>(webview: &Webview<R>, mut body: Value) -> Result<Value, WireError> {
    let request: Subscribe = serde_json::from_value(body.get_mut("request").map(Value::take).unwrap_or_default())
        .map_err(|error| WireError::usage(format!("{SUBSCRIBE}: {error}")))?;
    let id = body.get("channel").and_then(Value::as_str).unwrap_or_default();
    let id = JavaScriptChannelId::from_str(id)
        .map_err(|error| WireError::usage(format!("{SUBSCRIBE}: the channel: {error}")))?;
    let channel: Channel<Update> = id.channel_on(webview.clone());
    session(webview)?.subscribe(request, |update| channel.send(update).is_ok()).await;
    Ok(Value::Null)
}

fn session<R: Runtime>(webview: &Webview<R>) -> Result<Arc<Session>, WireError> {
    webview.state::<Opened>().0.clone()
}
