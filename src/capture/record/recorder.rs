//! The recorder: which frame goes into which file, when a new one is begun, and what became of a full disk.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::log::Log;
use super::ring::Ring;
use super::series::Series;
use super::sidecar::{self, Sidecar};
use crate::frame::{Frame, Time};

/// How long recording goes on after the ring was written: what follows a finding explains it as often as what led to it.
const AFTERMATH: Duration = Duration::from_secs(30);

/// Bytes a ring takes at most: ten minutes of 4,600 frames/s, which is a bus of 500 kbit/s at full load.
const RING_BYTES: usize = 64 << 20;

/// Marks kept with a ring that has not been written.
const MOST_MARKS: usize = 1000;

/// What to record, and where.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The file; with any of the following, the pattern of its name: `x.log` becomes `x-0001.log` and so on.
    pub path: PathBuf,
    /// Begin a new file when one has so many bytes.
    pub rotate_size: Option<u64>,
    /// Begin a new file when one covers so much time.
    pub rotate_time: Option<Duration>,
    /// Remove the oldest of the files of this run when there are more than so many; at least one stays.
    pub keep: Option<usize>,
    /// Keep so much in memory and write it only when [`Recorder::trigger`] says so.
    pub ring: Option<Duration>,
}

impl Plan {
    const fn is_series(&self) -> bool {
        self.rotate_size.is_some() || self.rotate_time.is_some() || self.ring.is_some()
    }
}

/// Something that became of a recording, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// A file was begun.
    Began(PathBuf),
    /// Nothing can be written now; it is tried again and again.
    Trouble {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
    /// It can be written again.
    Recovered {
        /// The file.
        path: PathBuf,
        /// Frames that are missing in it.
        missing: u64,
    },
    /// An old file could not be removed.
    NotRemoved {
        /// The file.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
}

/// Records frames. Its memory is bounded, and nothing is allocated for a frame.
#[derive(Debug)]
pub struct Recorder {
    plan: Plan,
    /// Names of the buses, by channel.
    names: Vec<String>,
    series: Option<Series>,
    open: Option<Open>,
    ring: Option<Ring>,
    /// Until when to record after the ring was written.
    until: Option<Time>,
    marks: VecDeque<(Time, String)>,
    files: VecDeque<PathBuf>,
    /// Why nothing can be written.
    trouble: Option<String>,
    /// A new file could not be begun; not to be tried again before the next flush.
    is_held_off: bool,
    missing: u64,
    /// Frames in files that are finished.
    frames: u64,
    last: Option<Time>,
    news: Vec<News>,
}

#[derive(Debug)]
struct Open {
    log: Log,
    sidecar: Sidecar,
    first: Option<Time>,
}

impl Open {
    fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { log: Log::create(path)?, sidecar: Sidecar::of(path), first: None })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.log.flush()?;
        self.sidecar.flush()
    }
}

impl Recorder {
    /// Begins, and creates the first file unless there is a ring to be written first.
    ///
    /// # Errors
    /// If the file is there already, or cannot be created; its name comes first.
    pub fn begin(plan: Plan) -> Result<Self, (PathBuf, io::Error)> {
        let mut recorder = Self {
            names: Vec::new(),
            series: plan.is_series().then(|| Series::of(&plan.path)),
            open: None,
            ring: plan.ring.map(|span| Ring::new(span, RING_BYTES)),
            until: None,
            marks: VecDeque::new(),
            files: VecDeque::new(),
            trouble: None,
            is_held_off: false,
            missing: 0,
            frames: 0,
            last: None,
            news: Vec::new(),
            plan,
        };
        if recorder.ring.is_none() {
            recorder.create()?;
        }
        Ok(recorder)
    }

    /// Tells the names of the buses, by channel; a bus without one is called `can` and its number.
    pub fn set_names<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        self.names = names.map(str::to_owned).collect();
    }

    /// Takes in a frame of any bus.
    pub fn frame(&mut self, frame: &Frame) {
        self.last = Some(frame.time);
        if let Some(ring) = &mut self.ring {
            let is_empty = ring.first().is_none();
            // A clock that was set back long before it is over.
            let goes_on = |until: Time| frame.time <= until && until.since(frame.time) <= AFTERMATH;
            if !(is_empty && self.open.is_some() && self.until.is_some_and(goes_on)) {
                ring.push(frame);
                if is_empty {
                    self.close();
                }
                return;
            }
        }
        self.rotate(frame.time);
        self.add(frame);
    }

    /// Notes what a person saw or did, in the words of a marks file: `tailgate closed`.
    pub fn mark(&mut self, time: Time, words: &str) {
        if let Some(open) = &mut self.open {
            open.sidecar.mark(time, words);
        } else {
            // Of a ring that nobody asked for.
            if self.marks.len() == MOST_MARKS {
                self.marks.pop_front();
            }
            self.marks.push_back((time, words.to_owned()));
        }
    }

    /// Notes what happened to the recording, such as frames that were lost on the way.
    pub fn note(&mut self, time: Time, words: &str) {
        if let Some(open) = &mut self.open {
            open.sidecar.note(time, words);
        }
    }

    /// With a ring: writes it, and records on for a while. Without: nothing, everything is recorded anyway.
    pub fn trigger(&mut self, now: Time) {
        if self.ring.is_some() {
            self.until = Some(now.after(AFTERMATH));
            self.flush();
        }
    }

    /// Writes what waits. At least twice a second, so that a sudden end costs no more than that.
    pub fn flush(&mut self) {
        self.is_held_off = false;
        if self.until.is_some() && self.open.is_none() && !self.open_for_ring() {
            return;
        }
        while self.until.is_some() && self.write() && self.drain_block() {}
        self.write();
    }

    /// Ends the recording, which covered the time up to `now`.
    ///
    /// # Errors
    /// If what still waits cannot be written: the file, and what the system said.
    pub fn finish(mut self, now: Time) -> Result<(), (PathBuf, String)> {
        // Without this, a replay would not know of the silence at the end.
        if self.last.is_some_and(|last| last < now) {
            self.note(now, "the recording ends here");
        }
        self.flush();
        let path = self.open.as_ref().map(|open| open.log.path().to_owned()).unwrap_or_default();
        self.trouble.map_or(Ok(()), |why| Err((path, why)))
    }

    /// What became of it since the last call.
    pub fn take_news(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news)
    }

    /// The file being written; `None` while a ring waits.
    pub fn file(&self) -> Option<&Path> {
        self.open.as_ref().map(|open| open.log.path())
    }

    /// Frames recorded so far.
    pub fn frames(&self) -> u64 {
        self.frames + self.open.as_ref().map_or(0, |open| open.log.frames())
    }

    /// Why nothing can be written now; `None` while all is well.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    fn add(&mut self, frame: &Frame) {
        if self.open.as_ref().is_some_and(|open| open.log.is_full()) && self.trouble.is_none() {
            self.write();
        }
        let Some(open) = &mut self.open else { return };
        if open.log.is_full() {
            self.missing += 1;
            return;
        }
        open.first.get_or_insert(frame.time);
        match self.names.get(usize::from(frame.channel)) {
            Some(name) => open.log.add(frame, name),
            None => open.log.add(frame, &format!("can{}", frame.channel)),
        }
    }

    /// Begins a file for what the ring holds; `false` if that cannot be done now.
    fn open_for_ring(&mut self) -> bool {
        if let Err((path, error)) = self.create() {
            self.fail(&path, &error);
            return false;
        }
        let first = self.ring.as_ref().and_then(Ring::first).unwrap_or(Time::MAX);
        for (time, words) in std::mem::take(&mut self.marks) {
            if first <= time {
                self.mark(time, &words);
            }
        }
        true
    }

    /// Moves a block of the ring into the file; `false` if there is none.
    fn drain_block(&mut self) -> bool {
        let Some(mut ring) = self.ring.take() else { return false };
        let is_drained = ring.drain_block(|frame| self.add(frame));
        self.ring = Some(ring);
        is_drained
    }

    /// Writes what waits; `false` if it could not be.
    fn write(&mut self) -> bool {
        let Some(open) = &mut self.open else { return true };
        let result = open.flush();
        let path = open.log.path().to_owned();
        match (result, self.trouble.is_some()) {
            (Ok(()), false) => true,
            (Ok(()), true) => {
                self.trouble = None;
                let missing = std::mem::take(&mut self.missing);
                if let (Some(last), 1..) = (self.last, missing) {
                    self.note(last, &format!("{missing} frames before this moment were not recorded"));
                }
                self.news.push(News::Recovered { path, missing });
                true
            }
            (Err(error), _) => {
                self.fail(&path, &error);
                false
            }
        }
    }

    fn fail(&mut self, path: &Path, error: &io::Error) {
        let why = error.to_string();
        if self.trouble.as_ref() != Some(&why) {
            self.news.push(News::Trouble { path: path.to_owned(), why: why.clone() });
            self.trouble = Some(why);
        }
    }

    /// Begins a new file if the frame at `time` belongs into one.
    fn rotate(&mut self, time: Time) {
        let Some(Open { log, first: Some(first), .. }) = &self.open else { return };
        let is_long = self.plan.rotate_time.is_some_and(|most| time.since(*first) >= most);
        let is_large = self.plan.rotate_size.is_some_and(|most| log.size() >= most);
        // While nothing can be written, what waits belongs into the old file, and there is no place for a new one.
        if !(is_long || is_large) || self.is_held_off || self.trouble.is_some() || !self.write() {
            return;
        }
        if let Err((path, error)) = self.create() {
            self.is_held_off = true;
            self.fail(&path, &error);
        }
    }

    /// Opens a new file in place of the one there is.
    fn create(&mut self) -> Result<(), (PathBuf, io::Error)> {
        let (open, path) = loop {
            let path = self.series.as_ref().map_or_else(|| self.plan.path.clone(), Series::next);
            let opened = Open::create(&path);
            let Some(series) = &mut self.series else {
                break (opened.map_err(|error| (path.clone(), error))?, path);
            };
            match opened {
                // Another program was faster.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => series.take(),
                Err(error) => return Err((path, error)),
                Ok(open) => {
                    series.take();
                    break (open, path);
                }
            }
        };
        let until = self.until;
        self.close();
        self.until = until;
        self.open = Some(open);
        self.files.push_back(path.clone());
        self.news.push(News::Began(path));
        let keep = self.plan.keep.map_or(usize::MAX, |keep| keep.max(1));
        while self.files.len() > keep {
            let Some(oldest) = self.files.pop_front() else { break };
            self.remove(&oldest);
        }
        Ok(())
    }

    fn remove(&mut self, path: &Path) {
        // Most logs have no marks.
        let _ = fs::remove_file(sidecar::path_of(path));
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                self.news.push(News::NotRemoved { path: path.to_owned(), why: error.to_string() });
            }
            _ => {}
        }
    }

    /// Ends the file there is.
    fn close(&mut self) {
        self.write();
        self.until = None;
        if let Some(open) = self.open.take() {
            self.frames += open.log.frames();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::time::Duration;

    use super::{News, Plan, Recorder};
    use crate::frame::{CanId, Flags, Frame, Time};

    fn frame(millis: i64) -> Frame {
        let id = CanId::standard(0x60D).unwrap();
        Frame::new(Time::from_nanos(millis * 1_000_000), id, Flags::empty(), &[0; 8]).unwrap()
    }

    /// Puts the file that is always full in place of the recorder's.
    fn fill_disk(recorder: &mut Recorder) -> File {
        let full = File::options().append(true).open("/dev/full").unwrap();
        recorder.open.as_mut().unwrap().log.exchange(full)
    }

    #[test]
    fn a_full_disk_is_told_once_and_costs_only_what_memory_cannot_hold() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.log");
        let mut recorder = Recorder::begin(Plan { path: path.clone(), ..Plan::default() }).unwrap();
        recorder.take_news();
        let disk = fill_disk(&mut recorder);
        for millis in 0..10_000 {
            recorder.frame(&frame(millis));
            if millis % 100 == 0 {
                recorder.flush();
            }
        }
        let why = recorder.trouble().unwrap().to_owned();
        assert_eq!(recorder.take_news(), [News::Trouble { path: path.clone(), why }]);
        drop(recorder.open.as_mut().unwrap().log.exchange(disk));
        recorder.flush();
        assert_eq!(recorder.trouble(), None);
        let [News::Recovered { missing, .. }] = recorder.take_news()[..] else { panic!("no recovery") };
        assert!((1..9_000).contains(&missing), "{missing}");
        recorder.frame(&frame(10_000));
        recorder.finish(Time::from_nanos(10_000_000_000)).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count() as u64 + missing, 10_001);
        assert!(text.ends_with('\n'));
        let marks = fs::read_to_string(folder.path().join("x.log.marks")).unwrap();
        assert!(
            marks.contains(&format!("note {missing} frames before this moment were not recorded")),
            "{marks}"
        );
    }

    #[test]
    fn a_disk_that_stays_full_is_an_error_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.log");
        let mut recorder = Recorder::begin(Plan { path: path.clone(), ..Plan::default() }).unwrap();
        fill_disk(&mut recorder);
        recorder.frame(&frame(0));
        assert_eq!(recorder.finish(Time::ZERO).unwrap_err().0, path);
    }

    #[test]
    fn a_ring_that_cannot_be_written_is_kept_and_written_later() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let ring = Some(Duration::from_secs(60));
        let plan = Plan { path: gone.join("x.log"), ring, ..Plan::default() };
        let mut recorder = Recorder::begin(plan).unwrap();
        for millis in 0..5_000 {
            recorder.frame(&frame(millis));
        }
        recorder.trigger(Time::from_nanos(5_000_000_000));
        assert!(recorder.trouble().is_some());
        fs::create_dir(&gone).unwrap();
        recorder.frame(&frame(5_000));
        recorder.flush();
        recorder.frame(&frame(5_001));
        recorder.finish(Time::ZERO).unwrap();
        let text = fs::read_to_string(gone.join("x-0001.log")).unwrap();
        assert_eq!(text.lines().count(), 5_002);
    }
}
