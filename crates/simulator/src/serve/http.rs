//! HTTP/1.1, as little as is needed: read one request, write one answer.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::face::{Answer, Request};

const HEAD_LIMIT: usize = 16 * 1024;
const BODY_LIMIT: usize = 1024 * 1024;
const HEADER_LIMIT: usize = 64;
/// Small, so that an ordinary answer has several.
const CHUNK: usize = 256;

/// One request, and whether bytes of another came behind it.
pub(super) struct Received {
    pub(super) request: Request,
    pub(super) more_behind: bool,
}

/// Why no request was read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("the connection ended")]
    Ended,
    #[error("the connection was lost")]
    Lost(#[source] io::Error),
    #[error("not a request of HTTP/1.1")]
    NotHttp,
    #[error("the head is too large")]
    HeadTooLarge,
    #[error("the body is too large")]
    BodyTooLarge,
    #[error("a body needs a Content-Length")]
    NoLength,
}

impl Unreadable {
    /// The status to answer with, if there is anybody to answer.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::Ended | Self::Lost(_) => None,
            Self::NotHttp => Some(400),
            Self::HeadTooLarge => Some(431),
            Self::BodyTooLarge => Some(413),
            Self::NoLength => Some(411),
        }
    }
}

/// Reads one request. `bytes` holds what came behind the one before, and then what came behind this one.
pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin), bytes: &mut Vec<u8>) -> Result<Received, Unreadable> {
    let (mut request, body_at) = loop {
        if let Some(parsed) = head(bytes)? {
            break parsed;
        }
        if bytes.len() >= HEAD_LIMIT {
            return Err(Unreadable::HeadTooLarge);
        }
        read_some(stream, bytes).await?;
    };
    let length = body_length(&request)?;
    while bytes.len() < body_at + length {
        read_some(stream, bytes).await?;
    }
    request.body = bytes[body_at..body_at + length].to_vec();
    bytes.drain(..body_at + length);
    Ok(Received { request, more_behind: !bytes.is_empty() })
}

async fn read_some(stream: &mut (impl AsyncRead + Unpin), bytes: &mut Vec<u8>) -> Result<(), Unreadable> {
    match stream.read_buf(bytes).await {
        Ok(0) => Err(Unreadable::Ended),
        Ok(_) => Ok(()),
        Err(why) => Err(Unreadable::Lost(why)),
    }
}

/// The request without its body, and where that begins. `None`: the head is not whole yet.
fn head(bytes: &[u8]) -> Result<Option<(Request, usize)>, Unreadable> {
    let mut headers = [httparse::EMPTY_HEADER; HEADER_LIMIT];
    let mut parsed = httparse::Request::new(&mut headers);
    let body_at = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(body_at)) => body_at,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(Unreadable::HeadTooLarge),
        Err(_) => return Err(Unreadable::NotHttp),
    };
    let (Some(method), Some(target)) = (parsed.method, parsed.path) else { return Err(Unreadable::NotHttp) };
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let headers = parsed.headers.iter().map(|header| (header.name.to_owned(), text(header.value))).collect();
    Ok(Some((Request { method: method.to_owned(), target: target.to_owned(), headers, body: Vec::new() }, body_at)))
}

fn body_length(request: &Request) -> Result<usize, Unreadable> {
    if request.header("transfer-encoding").is_some() {
        return Err(Unreadable::NoLength);
    }
    let Some(length) = request.header("content-length") else { return Ok(0) };
    match length.parse::<usize>() {
        Ok(length) if length <= BODY_LIMIT => Ok(length),
        Ok(_) => Err(Unreadable::BodyTooLarge),
        Err(_) => Err(Unreadable::NotHttp),
    }
}

/// Writes status, headers and body as they are; the headers say how long the body is.
pub(super) async fn write(stream: &mut (impl AsyncWrite + Unpin), answer: &Answer) -> io::Result<()> {
    write_part(stream, answer, true).await
}

/// The same; of a body in chunks the last one, which ends it, is left out if it is not whole.
pub(super) async fn write_part(stream: &mut (impl AsyncWrite + Unpin), answer: &Answer, whole: bool) -> io::Result<()> {
    let mut bytes = format!("HTTP/1.1 {} {}\r\n", answer.status, reason(answer.status)).into_bytes();
    for (name, value) in &answer.headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    if answer.header("transfer-encoding").is_some() {
        for chunk in answer.body.chunks(CHUNK) {
            bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            bytes.extend_from_slice(chunk);
            bytes.extend_from_slice(b"\r\n");
        }
        if whole {
            bytes.extend_from_slice(b"0\r\n\r\n");
        }
    } else {
        bytes.extend_from_slice(&answer.body);
    }
    stream.write_all(&bytes).await?;
    stream.flush().await
}

/// With the two headers that end a connection after its body.
pub(super) fn closing(answer: Answer) -> Answer {
    let length = answer.body.len().to_string();
    answer.with("Connection", "close").with("Content-Length", length)
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        411 => "Length Required",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Status",
    }
}
