//! `cargo xtask serve`: builds the site unless it is current and serves it on this machine only.
//!
//! In: GET requests. Out: the files of `dist/` with their types. No compression, no special headers: what works here
//! works on any static host.

use crate::{build, shell, workspace::Workspace};
use anyhow::{Context, Result, anyhow};
use std::{
    fs,
    io::{self, Cursor},
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
};
use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

/// A page asks for six files at a time.
const THREADS: usize = 6;

pub fn run(workspace: &Workspace, port: u16, open_browser: bool) -> Result<()> {
    // Before the build: nobody should wait minutes to learn that the port is taken.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => anyhow!("port {port} is in use; choose another with `--port N`"),
        _ => anyhow!("could not listen on 127.0.0.1:{port}: {error}"),
    })?;
    build::site(workspace)?;
    let server =
        Server::from_listener(listener, None).map_err(|error| anyhow!("could not start the server: {error}"))?;
    let address = format!("http://{}", server.server_addr().to_ip().context("the server has no address")?);
    println!("Leadscore is at {address} (Ctrl-C stops)");
    if open_browser {
        open(&address);
    }
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| server.incoming_requests().for_each(|request| answer(&workspace.dist, request)));
        }
    });
    Ok(())
}

/// A browser that does not open is no reason to stop: the address is on the screen.
fn open(address: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let started = shell::find(program).is_some_and(|path| {
        let mut command = Command::new(path);
        command.args(arguments).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().is_ok()
    });
    if !started {
        println!("Could not open a browser with {program}; open the address yourself, or pass --no-open.");
    }
}

fn answer(dist: &Path, request: Request) {
    let path = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
    let sent = match request.method() {
        Method::Get | Method::Head => match file_for(dist, &path).map(|file| (fs::read(&file), file)) {
            Some((Ok(bytes), file)) => request.respond(file_response(bytes, &file, &path)),
            _ => request.respond(Response::from_string("not found\n").with_status_code(404)),
        },
        _ => request.respond(Response::from_string("only GET\n").with_status_code(405)),
    };
    // The browser may close a connection at any time; anything else is worth a line.
    if let Err(error) = sent
        && !matches!(
            error.kind(),
            io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted
        )
    {
        eprintln!("{path}: {error}");
    }
}

fn file_response(bytes: Vec<u8>, file: &Path, url_path: &str) -> Response<Cursor<Vec<u8>>> {
    let headers = [("Content-Type", content_type(file)), ("Cache-Control", cache_control(url_path))];
    let headers = headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, *value).ok()).collect();
    let length = bytes.len();
    Response::new(StatusCode(200), headers, Cursor::new(bytes), Some(length), None).with_chunked_threshold(usize::MAX)
}

/// The file that a URL path names: a folder means its index.html, and nothing outside `dist` is ever named.
fn file_for(dist: &Path, url_path: &str) -> Option<PathBuf> {
    let mut file = dist.to_path_buf();
    for part in url_path.split('/').filter(|part| !part.is_empty()) {
        if part.starts_with('.') || part.contains(['\\', ':', '%']) {
            return None;
        }
        file.push(part);
    }
    if file.is_dir() {
        file.push("index.html");
    }
    file.is_file().then_some(file)
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("csv") => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Files whose name holds a hash of their content never change; all others are asked for again.
fn cache_control(url_path: &str) -> &'static str {
    let is_hashed = |part: &str| {
        part.split(['-', '_', '.']).any(|word| word.len() >= 14 && word.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    if url_path.split('/').any(is_hashed) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_with_a_hash_in_their_path_are_kept_for_ever() {
        for path in ["/app-8d1b4c7f93ac52e1_bg.wasm", "/w/0123456789abcdef/worker.js"] {
            assert!(cache_control(path).contains("immutable"), "{path}");
        }
        for path in ["/", "/index.html", "/sw.js", "/icon.svg", "/manifest.webmanifest"] {
            assert_eq!(cache_control(path), "no-cache", "{path}");
        }
    }

    #[test]
    fn no_path_leads_out_of_the_site() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert!(file_for(&source, "/main.rs").is_some());
        assert!(file_for(&source, "/tools/npm.rs").is_some());
        for path in ["/../Cargo.toml", "/tools/../../Cargo.toml", "/%2e%2e/Cargo.toml", "/..\\Cargo.toml", "/C:/x"] {
            assert_eq!(file_for(&source, path), None, "{path}");
        }
    }

    #[test]
    fn webassembly_has_the_type_that_lets_it_compile_while_loading() {
        assert_eq!(content_type(Path::new("w/0123/worker_bg.wasm")), "application/wasm");
    }
}
