//! One file with all that is here, and back.
//!
//! Neither way holds the files in our memory: the browser joins and cuts them, and digests each by itself.

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use leadscore::session::{Backup, BackupSection, KeptData, MOST_HEAD_BYTES};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::{contents, keep_all, restore, space::counted, write};
use crate::{
    actions::screen,
    browser,
    state::{App, Contents, Dialog, KeptModel},
    store::{Kind, Write},
};

/// The kind of the section with the name and options of the import; its files follow as `files`.
const FILES: &str = "files";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], catch)]
    fn digest(algorithm: &str, bytes: &ArrayBuffer) -> Result<Promise, JsValue>;
}

/// Saves everything as one file.
pub fn save_backup(app: App) {
    app.workspace.is_busy.set(true);
    spawn_local(async move {
        let name = format!("leadscore-{}.backup", browser::today());
        let saved = async {
            let blob = pack(contents(app)).await?;
            browser::save_blob(&name, &blob)
        };
        match saved.await {
            Ok(()) => screen::tell(app, &format!("Backup saved as {name}.")),
            Err(error) => {
                screen::show_error(app, format!("The backup could not be saved: {}.", browser::words(&error)))
            }
        }
        app.workspace.is_busy.set(false);
    });
}

async fn pack(contents: Contents) -> Result<Blob, JsValue> {
    let mut parts: Vec<(&str, String, JsValue)> = Vec::new();
    if let Some((text, files)) = contents.data {
        parts.push((Kind::Data.code(), "about".to_owned(), text.into()));
        parts.extend(files.into_iter().map(|file| (FILES, file.name(), file.into())));
    }
    let model = |model: KeptModel| (Kind::Models.code(), model.file_name, model.bytes.into());
    parts.extend(contents.models.into_iter().map(model));
    parts.extend(contents.journal.map(|text| (Kind::Journal.code(), "journal".to_owned(), text.into())));
    parts.extend(contents.texts.into_iter().map(|(kind, key, text)| (kind.code(), key, text.into())));
    let (mut backup, blobs) = (Backup::default(), Array::new());
    for (kind, name, part) in parts {
        let blob = Blob::new_with_str_sequence(&Array::of1(&part))?;
        let sha256 = sha256_of(&blob).await?;
        backup.sections.push(BackupSection { kind: kind.to_owned(), name, bytes: blob.size() as u64, sha256 });
        blobs.push(&blob);
    }
    let lines = backup.lines();
    let sha256 = sha256_of(&Blob::new_with_str_sequence(&Array::of1(&lines.as_str().into()))?).await?;
    blobs.unshift(&format!("{lines}{}", Backup::last_line(&sha256)).into());
    Blob::new_with_blob_sequence(&blobs)
}

/// Reads and checks a backup, and asks what to do with it.
pub fn read_backup(app: App, file: File) {
    app.workspace.is_busy.set(true);
    spawn_local(async move {
        let file_name = file.name();
        match unpack(&file).await {
            Ok(contents) => {
                let words = words_of(&contents);
                app.workspace.offered.set_value(Some(contents));
                app.workspace.dialog.set(Some(Dialog::BringBack { file_name, words }));
            }
            Err(message) => {
                screen::show_error(app, format!("{file_name} was not brought back: {message}. Nothing was changed."))
            }
        }
        app.workspace.is_busy.set(false);
    });
}

/// Does what the person chose with the backup that was read.
pub fn bring_back(app: App, adds: bool) {
    app.workspace.dialog.set(None);
    let Some(contents) = app.workspace.offered.try_update_value(Option::take).flatten() else { return };
    // In place of what is kept, all of it at once. What is added is kept as it comes.
    match adds {
        true => write(app, texts_of(app, &contents)),
        false => keep_all(app, contents.clone()),
    }
    restore::bring(app, contents, adds);
    screen::tell(app, if adds { "The backup was added." } else { "The backup was brought back." });
}

/// Those that are not here under the same name.
fn texts_of(app: App, contents: &Contents) -> Vec<Write> {
    let here = |kind, key: &str| app.workspace.texts.with_value(|texts| texts.contains_key(&(kind, key.to_owned())));
    let new = contents.texts.iter().filter(|(kind, key, _)| !here(*kind, key));
    new.map(|(kind, key, text)| Write::Put(*kind, key.clone(), text.as_str().into())).collect()
}

async fn unpack(file: &Blob) -> Result<Contents, String> {
    let size = file.size();
    let start = bytes_of(file, 0.0, size.min(MOST_HEAD_BYTES as f64)).await?;
    let (backup, claims) =
        Backup::read(&Uint8Array::new(&start).to_vec(), size as u64).map_err(|problem| problem.to_string())?;
    let mut contents = Contents::default();
    let (mut about, mut files) = (None, Vec::new());
    let mut sections = backup.sections.into_iter();
    for (place, claim) in claims.iter().enumerate() {
        let (from, to) = (claim.start as f64, claim.end as f64);
        let bytes = bytes_of(file, from, to).await?;
        let found = sha256(&bytes).await.map_err(|error| browser::words(&error))?;
        claim.check(&found).map_err(|problem| problem.to_string())?;
        // The first claim is of the head.
        let Some(section) = (place > 0).then(|| sections.next()).flatten() else { continue };
        let text = || {
            String::from_utf8(Uint8Array::new(&bytes).to_vec()).map_err(|_| format!("“{}” is not text", section.name))
        };
        match (Kind::of(&section.kind), section.kind.as_str()) {
            (Some(Kind::Data), _) => {
                let text = text()?;
                KeptData::from_text(&text).ok_or("what it says of the import cannot be read")?;
                about = Some(text);
            }
            (None, FILES) => {
                let part = slice(file, from, to)?;
                let made = File::new_with_blob_sequence(&Array::of1(&part), &section.name);
                files.push(made.map_err(|error| browser::words(&error))?);
            }
            (Some(Kind::Models), _) => contents.models.push(KeptModel { file_name: section.name, bytes }),
            (Some(Kind::Journal), _) => {
                leadscore::session::Journal::from_text(&text()?).map_err(|problem| problem.to_string())?;
                contents.journal = Some(bytes);
            }
            (Some(kind), _) => {
                let text = text()?;
                contents.texts.push((kind, section.name, text));
            }
            (None, other) => return Err(format!("it holds something unknown (`{other}`); update Leadscore first")),
        }
    }
    contents.data = about.map(|about| (about, files));
    Ok(contents)
}

fn words_of(contents: &Contents) -> Vec<String> {
    let texts = |kind: Kind| contents.texts.iter().filter(|(other, ..)| *other == kind).count();
    let data =
        contents.data.as_ref().and_then(|(about, _)| KeptData::from_text(about)).map(|kept| {
            if kept.is_demo { "the demo county".to_owned() } else { format!("the import “{}”", kept.name) }
        });
    let some = |count: usize, one: &str, many: &str| (count > 0).then(|| counted(count, one, many));
    [
        data,
        some(contents.models.len(), "model", "models"),
        contents.journal.as_ref().map(|_| "statuses and notes".to_owned()),
        some(texts(Kind::Profiles), "profile", "profiles"),
        some(texts(Kind::Views), "set of views", "sets of views"),
        some(texts(Kind::Settings), "setting", "settings"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn slice(blob: &Blob, from: f64, to: f64) -> Result<Blob, String> {
    blob.slice_with_f64_and_f64(from, to).map_err(|error| browser::words(&error))
}

async fn bytes_of(blob: &Blob, from: f64, to: f64) -> Result<ArrayBuffer, String> {
    let read = JsFuture::from(slice(blob, from, to)?.array_buffer()).await;
    read.map(JsCast::unchecked_into).map_err(|_| "the browser cannot read the file".to_owned())
}

async fn sha256_of(blob: &Blob) -> Result<String, JsValue> {
    sha256(&JsFuture::from(blob.array_buffer()).await?.unchecked_into()).await
}

async fn sha256(bytes: &ArrayBuffer) -> Result<String, JsValue> {
    let digest = JsFuture::from(digest("SHA-256", bytes)?).await?;
    Ok(Uint8Array::new(&digest).to_vec().iter().map(|byte| format!("{byte:02x}")).collect())
}
