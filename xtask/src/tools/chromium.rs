//! Chromium and chromedriver, for the tests only: from the variables CHROMIUM and CHROMEDRIVER, from PATH, or from
//! Debian's packages. Elsewhere the message says what to install.

use crate::shell;
use anyhow::{Context, Result, bail};
use std::{env, path::PathBuf, process::Command};

pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMIUM_ELSEWHERE: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const DRIVER_ELSEWHERE: [&str; 2] = ["/usr/lib/chromium/chromedriver", "/usr/lib/chromium-browser/chromedriver"];

pub fn ensure() -> Result<Browser> {
    if let Some(browser) = find()? {
        return Ok(browser);
    }
    if shell::find("apt-get").is_none() {
        bail!(
            "the tests need Chromium (or Chrome) and the chromedriver of the same version, and they are not on PATH; \
             install both, or set CHROMIUM and CHROMEDRIVER to their paths"
        );
    }
    println!("Chromium and chromedriver (the tests drive a real browser) are missing.");
    println!("Installing them with apt-get (one to three minutes).");
    apt_get(&["update"])?;
    apt_get(&["install", "-y", "--no-install-recommends", "chromium", "chromium-driver"])?;
    find()?.context(
        "apt-get installed no usable chromium and chromedriver; install them, or set CHROMIUM and CHROMEDRIVER to their paths",
    )
}

fn find() -> Result<Option<Browser>> {
    let chromium = from_variable("CHROMIUM")?
        .or_else(|| CHROMIUM_NAMES.iter().find_map(|name| shell::find(name)))
        .or_else(|| first_file(&CHROMIUM_ELSEWHERE));
    let driver = from_variable("CHROMEDRIVER")?
        .or_else(|| shell::find("chromedriver"))
        .or_else(|| first_file(&DRIVER_ELSEWHERE));
    Ok(chromium.zip(driver).map(|(chromium, driver)| Browser { chromium, driver }))
}

/// A variable that names no file is a mistake to report, not a reason to look elsewhere.
fn from_variable(name: &str) -> Result<Option<PathBuf>> {
    let Some(value) = env::var_os(name).filter(|value| !value.is_empty()) else { return Ok(None) };
    let path = PathBuf::from(value);
    if !path.is_file() {
        bail!("{name} is {}, and there is no such file", path.display());
    }
    Ok(Some(path))
}

fn first_file(candidates: &[&str]) -> Option<PathBuf> {
    candidates.iter().map(PathBuf::from).find(|path| path.is_file())
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let is_root = shell::answer(Command::new("id").arg("-u")).as_deref() == Some("0");
    let mut command = if is_root {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    } else {
        let mut command = Command::new("sudo");
        command.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    };
    shell::run(command.args(arguments)).context(
        "could not install Chromium; as root, run `apt-get install chromium chromium-driver` and start the command again",
    )
}
