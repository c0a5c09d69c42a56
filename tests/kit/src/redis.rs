//! Real Redis servers on 127.0.0.1, one or a cluster, that keep nothing and end with the test.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The bus of a cluster's node is this far above its port.
const TO_BUS: u16 = 10_000;
/// Someone else may take a port between its choice and its use.
const ATTEMPTS: usize = 20;
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
#[derive(Debug)]
pub struct Redis {
    child: Child,
    port: u16,
    password: Option<String>,
    /// Held open, so that the server can go on writing to it.
    _said: BufReader<ChildStdout>,
    _folder: TempDir,
}

impl Redis {
    /// A server that anyone on this machine may use.
    pub fn start() -> Self {
        Self::with(|port| vec!["--port".to_owned(), port.to_string()])
    }

    /// A server that asks for a password.
    pub fn with_password(password: &str) -> Self {
        let options = |port: u16| {
            let words = ["--port", &port.to_string(), "--requirepass", password];
            words.map(str::to_owned).to_vec()
        };
        let mut server = Self::with(options);
        server.password = Some(password.to_owned());
        server
    }

    /// Three nodes that share the keys.
    pub fn cluster() -> [Self; 3] {
        let options = |port: u16| {
            let words = ["--port", &port.to_string(), "--cluster-enabled", "yes"];
            words.map(str::to_owned).to_vec()
        };
        let nodes = [(); 3].map(|()| Self::with(options));
        let mut create = Command::new("redis-cli");
        create.args(["--cluster", "create"]).args(nodes.each_ref().map(Self::host));
        let made = create.args(["--cluster-replicas", "0", "--cluster-yes"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stdout));
        let start = Instant::now();
        while !nodes.iter().all(|node| node.say(["cluster", "info"]).contains("cluster_state:ok")) {
            assert!(start.elapsed() < PATIENCE, "the cluster does not come together");
            std::thread::sleep(Duration::from_millis(20));
        }
        nodes
    }

    /// A server with options of the test's own, made for the port that it is to listen on.
    pub fn with(options: impl Fn(u16) -> Vec<String>) -> Self {
        let mut why = String::new();
        for _ in 0..ATTEMPTS {
            let port = free_port();
            match Self::try_start(port, &options(port)) {
                Ok(started) => return started,
                Err(said) => why = said,
            }
        }
        panic!("redis-server does not start on any of {ATTEMPTS} ports: {why}");
    }

    /// Gives what it said where it ends at once.
    fn try_start(port: u16, options: &[String]) -> Result<Self, String> {
        let folder = tempfile::Builder::new().prefix("phantom-redis-").tempdir().unwrap();
        let mut child = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir"])
            .arg(folder.path())
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the tests of the fleet cache need redis-server: apt-get install redis-server");
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut text = String::new();
        while !text.contains("Ready to accept connections") {
            if said.read_line(&mut text).unwrap() == 0 {
                child.wait().unwrap();
                return Err(text);
            }
        }
        Ok(Self { child, port, password: None, _said: said, _folder: folder })
    }

    /// `127.0.0.1:PORT`.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Its address for whoever may use it, password included.
    pub fn url(&self) -> String {
        let user = self.password.as_ref().map(|password| format!(":{password}@")).unwrap_or_default();
        format!("redis://{user}{}", self.host())
    }

    /// What it answers to a command, line ends left out.
    pub fn say<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, command: I) -> String {
        let mut client = Command::new("redis-cli");
        client.args(["-p", &self.port.to_string()]);
        if let Some(password) = &self.password {
            client.env("REDISCLI_AUTH", password);
        }
        let output = client.args(command).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    /// Ends it without a word to those who are connected.
    pub fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port of which that of a cluster's bus is free as well.
fn free_port() -> u16 {
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        if port.checked_add(TO_BUS).is_some_and(|bus| TcpListener::bind(("127.0.0.1", bus)).is_ok()) {
            return port;
        }
    }
}
