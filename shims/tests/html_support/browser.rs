//! Real Chromium without a window. `browser.mjs` drives it, and fails for whatever the page says on the
//! console, throws, asks of the network, or tries against its own content security policy.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use phantom_guard::report::{Report, html};
use phantom_testkit::program;

/// The driver gives up by itself before this.
const DEADLINE: Duration = Duration::from_secs(240);

/// Lets the browser show the page of a report, opened from a file, and do what the scenario asks.
///
/// # Panics
/// Where the scenario fails; what the driver said is shown.
#[track_caller]
pub fn shows(report: &Report, scenario: &str) {
    let page = pictures().join(format!("{scenario}.html"));
    html(report, &mut File::create(&page).unwrap()).unwrap();
    opens(&page, scenario);
}

/// The same for a page that is there.
#[track_caller]
pub fn opens(page: &Path, scenario: &str) {
    let folder = tempfile::tempdir().unwrap();
    let (said, failed) = (folder.path().join("stdout"), folder.path().join("stderr"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut driver = Command::new(program("node"))
        .arg(root.join("tests/html_support/browser.mjs"))
        .args([scenario, page.to_str().unwrap()])
        .env("CHROMIUM", chromium())
        .env("WEB_TOOLS", root.join("../target/clients/web/"))
        .env("PICTURES", pictures())
        .env("PROFILE", folder.path().join("profile"))
        .stdin(Stdio::null())
        .stdout(File::create(&said).unwrap())
        .stderr(File::create(&failed).unwrap())
        .spawn()
        .unwrap();
    let start = Instant::now();
    let status = loop {
        if let Some(status) = driver.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > DEADLINE {
            driver.kill().unwrap();
            break driver.wait().unwrap();
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let text = fs::read_to_string(&said).unwrap() + &fs::read_to_string(&failed).unwrap();
    assert!(status.success(), "{scenario} after {:?}: {status}\n{text}", start.elapsed());
    print!("{text}");
}

/// Where pictures and the pages that they are of are left for whoever wants to look at them.
fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
    fs::create_dir_all(&folder).unwrap();
    folder.canonicalize().unwrap()
}

fn chromium() -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let mut programs = env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    programs
        .find(|program| program.is_file())
        .expect("`chromium` is not on this machine, and the tests of the page need it: run tests/run")
}
