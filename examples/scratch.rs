use phantom_guard::corpus::*;
use phantom_guard::detector::Slip;
use phantom_guard::package::*;
use std::io::BufRead;
fn main() {
    let eco: Ecosystem = std::env::args().nth(1).unwrap().parse().unwrap();
    let c = Corpus::embedded();
    let mut f = vec![];
    let t = std::time::Instant::now();
    let mut n = 0u32;
    let quiet = std::env::args().nth(2).is_some();
    let mut times = vec![];
    for l in std::io::stdin().lock().lines() {
        let l = l.unwrap();
        let name = l.split('\t').next().unwrap();
        let p = PackageName::new(eco, name);
        if c.is_popular(&p) {
            continue;
        }
        let Some(fo) = fold(p.spelling()) else { continue };
        let t0 = std::time::Instant::now();
        c.near(eco, fo.as_bytes(), &mut f);
        times.push(t0.elapsed().as_nanos() as u32);
        n += 1;
        if quiet {
            continue;
        }
        for x in f.iter().take(3) {
            let tf = c.folded_name(eco, x.id);
            let s = Slip::between(fo.as_bytes(), tf);
            println!(
                "{}\t{}\t{:?}\t{}\t{}\t{:?}",
                l,
                c.name(eco, x.id),
                s,
                x.id + 1,
                tf.len(),
                c.existence(&p)
            );
        }
    }
    times.sort();
    eprintln!(
        "{n} names {:?} mean {} p50 {} p99 {} max {}",
        t.elapsed(),
        times.iter().map(|x| *x as f64).sum::<f64>() / n as f64,
        times[times.len() / 2],
        times[times.len() * 99 / 100],
        times[times.len() - 1]
    );
}
