//! What is kept in this browser: named records in six object stores of one IndexedDB database.
//!
//! In and out: records by kind and key. A write is one transaction: all of it is kept or none. It knows nothing of what
//! records mean, and asks nobody whether they may be kept; `actions::workspace` does.
//!
//! The API is bound here by hand: a dozen functions. The crates that wrap it (`idb`, `rexie`, `indexed_db_futures`)
//! bring their own futures, key and cursor types, none of which is needed for "put" and "get all".

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

const NAME: &str = "leadscore";
/// Raised when object stores are added; a browser that kept with a newer one refuses to open this one.
const VERSION: u32 = 1;

#[wasm_bindgen]
extern "C" {
    type Factory;
    #[wasm_bindgen(method, catch)]
    fn open(this: &Factory, name: &str, version: u32) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = deleteDatabase)]
    fn delete_database(this: &Factory, name: &str) -> Result<Request, JsValue>;

    /// A request, or a transaction: both say by events how they ended.
    #[derive(Clone)]
    type Request;
    #[wasm_bindgen(method, getter, catch)]
    fn result(this: &Request) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn error(this: &Request) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_onsuccess(this: &Request, then: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_oncomplete(this: &Request, then: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onerror(this: &Request, then: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onabort(this: &Request, then: &Function);
    #[wasm_bindgen(method, setter)]
    fn set_onupgradeneeded(this: &Request, then: &Function);

    #[derive(Clone)]
    type Database;
    #[wasm_bindgen(method, catch, js_name = createObjectStore)]
    fn create_object_store(this: &Database, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn transaction(this: &Database, stores: &Array, mode: &str) -> Result<Transaction, JsValue>;
    #[wasm_bindgen(method)]
    fn close(this: &Database);
    #[wasm_bindgen(method, setter)]
    fn set_onversionchange(this: &Database, then: &Function);

    #[wasm_bindgen(extends = Request)]
    type Transaction;
    #[wasm_bindgen(method, catch, js_name = objectStore)]
    fn object_store(this: &Transaction, name: &str) -> Result<ObjectStore, JsValue>;

    type ObjectStore;
    #[wasm_bindgen(method, catch)]
    fn put(this: &ObjectStore, value: &JsValue, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn delete(this: &ObjectStore, key: &str) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn clear(this: &ObjectStore) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAll)]
    fn get_all(this: &ObjectStore) -> Result<Request, JsValue>;
    #[wasm_bindgen(method, catch, js_name = getAllKeys)]
    fn get_all_keys(this: &ObjectStore) -> Result<Request, JsValue>;
}

/// What a record is about; each kind has an object store of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Data,
    Models,
    Journal,
    Profiles,
    Views,
    Settings,
}

impl Kind {
    pub const ALL: [Self; 6] = [Self::Data, Self::Models, Self::Journal, Self::Profiles, Self::Views, Self::Settings];

    /// The name in the database and in backup files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Models => "models",
            Self::Journal => "journal",
            Self::Profiles => "profiles",
            Self::Views => "views",
            Self::Settings => "settings",
        }
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Why something could not be kept or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreProblem {
    /// The browser lets this page keep nothing: its words.
    Refused(String),
    Full,
    /// A newer version of the app has kept things here.
    Newer,
    Failed(String),
}

impl StoreProblem {
    pub fn words(&self) -> String {
        match self {
            Self::Refused(words) => format!("this browser lets the page keep nothing ({words})"),
            Self::Full => "the space that this browser gives the page is full".to_owned(),
            Self::Newer => "a newer version of Leadscore has kept things here; reload the page to get it".to_owned(),
            Self::Failed(words) => format!("the browser's storage failed ({words})"),
        }
    }
}

impl From<JsValue> for StoreProblem {
    fn from(error: JsValue) -> Self {
        let text = |key: &str| Reflect::get(&error, &key.into()).ok().and_then(|value| value.as_string());
        let (name, message) = (text("name").unwrap_or_default(), text("message").unwrap_or_default());
        let words = if message.is_empty() { name.clone() } else { message };
        match name.as_str() {
            "QuotaExceededError" => Self::Full,
            "VersionError" => Self::Newer,
            "SecurityError" | "InvalidStateError" | "NotAllowedError" => Self::Refused(words),
            _ => Self::Failed(words),
        }
    }
}

/// One step of a write.
pub enum Write {
    Put(Kind, String, JsValue),
    Drop(Kind, String),
    Clear(Kind),
}

impl Write {
    fn kind(&self) -> Kind {
        match self {
            Self::Put(kind, ..) | Self::Drop(kind, _) | Self::Clear(kind) => *kind,
        }
    }
}

/// The open database.
#[derive(Clone)]
pub struct Store(Database);

impl Store {
    /// Opens the database, or makes it.
    pub async fn open() -> Result<Self, StoreProblem> {
        let request = factory()?.open(NAME, VERSION).map_err(refused)?;
        let made = request.clone().unchecked_into::<Request>();
        let on_upgrade = Closure::once_into_js(move || {
            if let Ok(database) = made.result() {
                for kind in Kind::ALL {
                    // A store that cannot be made fails the opening, and with words.
                    drop(database.unchecked_ref::<Database>().create_object_store(kind.code()));
                }
            }
        });
        request.set_onupgradeneeded(on_upgrade.unchecked_ref());
        let database: Database = answer(&request).await.map_err(opening)?.unchecked_into();
        // Another tab wipes everything: it must not wait for this one.
        let closed = database.clone().unchecked_into::<Database>();
        let on_change = Closure::once_into_js(move || closed.close());
        database.set_onversionchange(on_change.unchecked_ref());
        Ok(Self(database))
    }

    /// All records of a kind, by key.
    pub async fn all(&self, kind: Kind) -> Result<Vec<(String, JsValue)>, StoreProblem> {
        let stores = Array::of1(&kind.code().into());
        let store = self.0.transaction(&stores, "readonly")?.object_store(kind.code())?;
        // Both asked before either is waited for: a transaction ends when nothing is asked of it.
        let (keys, values) = (store.get_all_keys()?, store.get_all()?);
        let keys: Array = answer(&keys).await?.unchecked_into();
        let values: Array = answer(&values).await?.unchecked_into();
        let named = keys.iter().zip(values.iter()).map(|(key, value)| (key.as_string().unwrap_or_default(), value));
        Ok(named.collect())
    }

    /// Does all of it or none.
    pub async fn write(&self, steps: Vec<Write>) -> Result<(), StoreProblem> {
        if steps.is_empty() {
            return Ok(());
        }
        let mut kinds: Vec<Kind> = steps.iter().map(Write::kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let stores: Array = kinds.iter().map(|kind| JsValue::from(kind.code())).collect();
        let transaction = self.0.transaction(&stores, "readwrite")?;
        for step in &steps {
            let store = transaction.object_store(step.kind().code())?;
            match step {
                Write::Put(_, key, value) => store.put(value, key)?,
                Write::Drop(_, key) => store.delete(key)?,
                Write::Clear(_) => store.clear()?,
            };
        }
        let ended = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(&resolve);
            transaction.set_onabort(&reject);
        });
        let problem = |_| StoreProblem::from(transaction.error());
        JsFuture::from(ended).await.map(|_| ()).map_err(problem)
    }

    /// Takes the whole database away.
    pub async fn wipe(self) -> Result<(), StoreProblem> {
        self.0.close();
        answer(&factory()?.delete_database(NAME)?).await.map(|_| ()).map_err(StoreProblem::from)
    }
}

/// What the browser has for databases; some throw when asked for it.
fn factory() -> Result<Factory, StoreProblem> {
    let found = Reflect::get(&js_sys::global(), &"indexedDB".into()).map_err(refused)?;
    match found.is_object() {
        true => Ok(found.unchecked_into()),
        false => Err(StoreProblem::Refused("it has no IndexedDB".to_owned())),
    }
}

fn refused(error: JsValue) -> StoreProblem {
    opening(error)
}

/// Whatever keeps the database from opening keeps the page from keeping anything.
fn opening(error: JsValue) -> StoreProblem {
    match StoreProblem::from(error) {
        StoreProblem::Failed(words) => StoreProblem::Refused(words),
        other => other,
    }
}

async fn answer(request: &Request) -> Result<JsValue, JsValue> {
    let ended = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(&resolve);
        request.set_onerror(&reject);
    });
    match JsFuture::from(ended).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error()),
    }
}
