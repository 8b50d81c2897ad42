//! The sizes that a pack of git declares, asked before anything is unfolded.
//!
//! A few bytes can swell to a thousand times as many, and a difference needs its whole base in
//! memory. So each object's size, and the sizes of base and result of each difference, are read
//! here first; of the compressed bytes themselves only where they end is found out
//! (RFC 1950, RFC 1951), and a few that come first.

/// The largest object that a pack may hold or make.
const LARGEST_OBJECT: u64 = 16 * 1024 * 1024;
/// The most bytes that all of them may be.
const LARGEST_SUM: u64 = 512 * 1024 * 1024;
/// How many blocks a stream may have: so many, and one more for each so many bytes that it makes.
/// Programs that compress make blocks of many thousand bytes; a block of ten bits can bring nothing,
/// and one of some ten bytes a whole table, which is work.
const BLOCKS: u64 = 8;
const BYTES_A_BLOCK: u64 = 1024;
/// How many bytes at the beginning of a difference are kept: its two sizes.
const KEPT: usize = 24;

/// Why a pack is not taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PackFault {
    /// It cannot be read.
    Malformed,
    /// Its objects swell to more than is borne.
    TooLarge,
}

/// Reads the sizes of the `count` objects of `pack`.
pub(super) fn check_sizes(pack: &[u8], count: u32) -> Result<(), PackFault> {
    let mut rest = pack.get(12..).ok_or(PackFault::Malformed)?;
    let fixed = Tables::fixed().ok_or(PackFault::Malformed)?;
    let mut sum = 0_u64;
    let mut bear = |size: u64| {
        sum = sum.saturating_add(size);
        if size > LARGEST_OBJECT || sum > LARGEST_SUM { Err(PackFault::TooLarge) } else { Ok(()) }
    };
    for _ in 0..count {
        let (first, after) = rest.split_first().ok_or(PackFault::Malformed)?;
        rest = after;
        let low = u64::from(first & 15);
        let size = if first & 128 == 0 { low } else { low | number(&mut rest, 4).ok_or(PackFault::Malformed)? };
        bear(size)?;
        let kind = first >> 4 & 7;
        let base = match kind {
            6 => rest.iter().take(10).position(|byte| byte & 128 == 0).map(|at| at + 1),
            7 => Some(20),
            _ => Some(0),
        };
        rest = base.and_then(|base| rest.get(base..)).ok_or(PackFault::Malformed)?;
        let (start, used) = inflated(rest, size, &fixed).ok_or(PackFault::Malformed)?;
        rest = &rest[used..];
        if kind == 6 || kind == 7 {
            let mut start = start.as_slice();
            for _ in 0..2 {
                bear(number(&mut start, 0).ok_or(PackFault::Malformed)?)?;
            }
        }
    }
    Ok(())
}

/// A number in groups of seven bits, the lowest first, from bit `shift` on.
fn number(bytes: &mut &[u8], mut shift: u32) -> Option<u64> {
    let mut number = 0_u64;
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let group = u64::from(byte & 127);
        number |= group.checked_shl(shift).filter(|shifted| shifted >> shift == group)?;
        if byte & 128 == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

/// The first bytes of what `bytes` swells to, where that is `size` bytes, and how many of `bytes`
/// it takes. `fixed` serves the blocks that bring no tables.
fn inflated(bytes: &[u8], size: u64, fixed: &Tables) -> Option<(Vec<u8>, usize)> {
    // The two bytes of the head and the four of the checksum are for whoever unfolds it.
    let mut stream = Stream { bytes, at: 2, held: 0, count: 0, made: 0, size, start: Vec::new() };
    let mut blocks = BLOCKS + size / BYTES_A_BLOCK;
    loop {
        blocks = blocks.checked_sub(1)?;
        let is_last = stream.bits(1)? == 1;
        match stream.bits(2)? {
            0 => stream.stored()?,
            1 => stream.codes(fixed)?,
            2 => {
                let tables = stream.tables()?;
                stream.codes(&tables)?;
            }
            _ => return None,
        }
        if is_last {
            break;
        }
    }
    let used = stream.at.checked_add(4).filter(|used| *used <= bytes.len())?;
    (stream.made == size).then_some((stream.start, used))
}

/// The length of the code of each symbol where a block brings no table.
const fn fixed_length(symbol: u16) -> u8 {
    match symbol {
        144..=255 => 9,
        256..=279 => 7,
        _ => 8,
    }
}

/// A compressed stream that is read along, and what it made so far.
struct Stream<'a> {
    bytes: &'a [u8],
    at: usize,
    held: u32,
    count: u32,
    made: u64,
    size: u64,
    start: Vec<u8>,
}

impl Stream<'_> {
    fn bits(&mut self, wanted: u32) -> Option<u32> {
        while self.count < wanted {
            self.held |= u32::from(*self.bytes.get(self.at)?) << self.count;
            self.at += 1;
            self.count += 8;
        }
        let found = self.held & ((1 << wanted) - 1);
        self.held >>= wanted;
        self.count -= wanted;
        Some(found)
    }

    /// Counts `length` bytes more; nothing where that is more than were declared.
    fn made(&mut self, length: u64) -> Option<()> {
        self.made += length;
        (self.made <= self.size).then_some(())
    }

    fn stored(&mut self) -> Option<()> {
        // Fewer than eight bits are held, and they belong to the byte before.
        (self.held, self.count) = (0, 0);
        let (length, inverse) = (self.bits(16)?, self.bits(16)?);
        let length = usize::try_from(length).ok().filter(|_| length == !inverse & 0xffff)?;
        let stored = self.bytes.get(self.at..self.at + length)?;
        let room = KEPT.saturating_sub(self.start.len()).min(length);
        self.start.extend_from_slice(&stored[..room]);
        self.at += length;
        self.made(length as u64)
    }

    /// The tables that a block brings.
    fn tables(&mut self) -> Option<Tables> {
        const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
        let literals = 257 + self.bits(5)? as usize;
        let distances = 1 + self.bits(5)? as usize;
        let given = 4 + self.bits(4)? as usize;
        let mut lengths = [0; 19];
        for place in &ORDER[..given] {
            lengths[*place] = u8::try_from(self.bits(3)?).ok()?;
        }
        let codes = Codes::new(&lengths)?;
        let mut lengths: Vec<u8> = Vec::new();
        while lengths.len() < literals + distances {
            let symbol = self.symbol(&codes)?;
            let (length, times) = match symbol {
                0..=15 => (u8::try_from(symbol).ok()?, 1),
                16 => (*lengths.last()?, 3 + self.bits(2)?),
                17 => (0, 3 + self.bits(3)?),
                _ => (0, 11 + self.bits(7)?),
            };
            lengths.extend((0..times).map(|_| length));
        }
        if lengths.len() > literals + distances {
            return None;
        }
        let (literals, distances) = lengths.split_at(literals);
        Some(Tables { literals: Codes::new(literals)?, distances: Codes::new(distances)? })
    }

    fn symbol(&mut self, codes: &Codes) -> Option<u16> {
        let (mut code, mut first, mut index) = (0_u32, 0_u32, 0_u32);
        for count in codes.counts.iter().skip(1) {
            code |= self.bits(1)?;
            let count = u32::from(*count);
            if code < first + count {
                return codes.symbols.get((index + code - first) as usize).copied();
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        None
    }

    /// The symbols of a block, up to its end.
    fn codes(&mut self, tables: &Tables) -> Option<()> {
        loop {
            let symbol = self.symbol(&tables.literals)?;
            match symbol {
                0..=255 => {
                    if self.start.len() < KEPT {
                        self.start.push(u8::try_from(symbol).ok()?);
                    }
                    self.made(1)?;
                }
                256 => return Some(()),
                _ => {
                    let length = self.extended(symbol - 257, 4, 3, 28)?;
                    let length = if symbol == 285 { 258 } else { length };
                    let distance = self.symbol(&tables.distances).filter(|symbol| *symbol < 30)?;
                    let distance = self.extended(distance, 2, 1, 30)?;
                    if u64::from(distance) > self.made {
                        return None;
                    }
                    for _ in 0..length.min(u32::try_from(KEPT).ok()?) {
                        if self.start.len() < KEPT {
                            let from = self.start.len().checked_sub(distance as usize)?;
                            self.start.push(self.start[from]);
                        }
                    }
                    self.made(u64::from(length))?;
                }
            }
        }
    }

    /// The length or the distance that a symbol and its extra bits mean: `group` symbols share a
    /// number of extra bits, and the smallest is `least`.
    fn extended(&mut self, symbol: u16, group: u16, least: u32, top: u16) -> Option<u32> {
        if symbol > top {
            return None;
        }
        let (extra, within) = (u32::from((symbol / group).saturating_sub(1)), u32::from(symbol % group));
        let group = u32::from(group);
        let base = if extra == 0 { u32::from(symbol) } else { (group + within) << extra };
        // The last length has a code of its own, without extra bits.
        let extra = if top == 28 && symbol == 28 { 0 } else { extra };
        Some(least + base + self.bits(extra)?)
    }
}

/// A table of codes: how many there are of each length, and the symbols in their order.
struct Codes {
    counts: [u16; 16],
    symbols: Vec<u16>,
}

impl Codes {
    /// The table in which the symbol at each place has a code of that length; in one pass over them.
    fn new(lengths: &[u8]) -> Option<Self> {
        let mut counts = [0_u16; 16];
        for length in lengths {
            *counts.get_mut(usize::from(*length))? += 1;
        }
        counts[0] = 0;
        let mut places = [0_u16; 17];
        for length in 0..16 {
            places[length + 1] = places[length] + counts[length];
        }
        let mut symbols = vec![0; usize::from(places[16])];
        for (symbol, length) in (0..).zip(lengths).filter(|(_, length)| **length > 0) {
            let place = &mut places[usize::from(*length)];
            symbols[usize::from(*place)] = symbol;
            *place += 1;
        }
        Some(Self { counts, symbols })
    }
}

/// The two tables of a block.
struct Tables {
    literals: Codes,
    distances: Codes,
}

impl Tables {
    /// Those of a block that brings none.
    fn fixed() -> Option<Self> {
        let lengths: Vec<u8> = (0..288).map(fixed_length).collect();
        Some(Self { literals: Codes::new(&lengths)?, distances: Codes::new(&[5; 30])? })
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCKS, PackFault, Tables, check_sizes, number};

    fn inflated(bytes: &[u8], size: u64) -> Option<(Vec<u8>, usize)> {
        super::inflated(bytes, size, &Tables::fixed()?)
    }

    /// Bits, the lowest of a byte first.
    fn packed(bits: &str) -> Vec<u8> {
        let bits: Vec<u8> = bits.bytes().filter(|bit| *bit != b' ').map(|bit| bit - b'0').collect();
        bits.chunks(8).map(|byte| byte.iter().rev().fold(0, |sum, bit| sum << 1 | bit)).collect()
    }

    #[test]
    fn a_stream_is_read_to_its_end() {
        // zlib of "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaabc", and of nothing; a stored block of "xy".
        let fixed = [0x78, 0x9c, 0x4b, 0x4c, 0xc4, 0x07, 0x92, 0x92, 0x01, 0xc8, 0x34, 0x0c, 0x24];
        assert_eq!(inflated(&fixed, 32), Some((vec![b'a'; 24], 13)));
        assert_eq!(inflated(&fixed, 31), None, "more than was declared");
        assert_eq!(inflated(&fixed[..9], 32), None, "cut short");
        assert_eq!(inflated(&[0x78, 0x9c, 3, 0, 0, 0, 0, 1, 9], 0), Some((Vec::new(), 8)));
        let stored = [0x78, 0x01, 1, 2, 0, 0xfd, 0xff, b'x', b'y', 0, 0, 0, 0];
        assert_eq!(inflated(&stored, 2), Some((b"xy".to_vec(), 13)));
    }

    #[test]
    fn a_stream_has_no_more_blocks_than_its_bytes_need() {
        let most = usize::try_from(BLOCKS).expect("a few");
        // Blocks that make nothing, of ten bits each: not the last, fixed, the end.
        let fixed = |count: usize| packed(&format!("{}1 10 0000000", "0 10 0000000".repeat(count - 1)));
        // And such as bring tables: the end alone has a code, of one bit, and a distance.
        // Lengths of lengths, in their order: 18 and 1 have codes of one bit.
        let lengths = "000 000 100 000 000 000 000 000 000 000 000 000 000 000 000 000 000 100";
        let tables = format!("00000 00000 0111 {lengths} 1 1111111 1 1101011 0 0 0");
        let own = |count: usize| packed(&format!("{}1 01 {tables}", format!("0 01 {tables}").repeat(count - 1)));
        for make in [&fixed as &dyn Fn(usize) -> Vec<u8>, &own] {
            let stream = |count: usize| [[0x78, 0x9c].as_slice(), &make(count), &[0; 4]].concat();
            let length = stream(most).len();
            assert_eq!(inflated(&stream(most), 0), Some((Vec::new(), length)));
            assert_eq!(inflated(&stream(most + 1), 0), None);
            // As many as a bundle has room for, in a blob that says it makes nothing.
            let pack = [b"PACK\0\0\0\x02\0\0\0\x01\x30".as_slice(), &stream(100_000)].concat();
            assert_eq!(check_sizes(&pack, 1), Err(PackFault::Malformed));
        }
    }

    #[test]
    fn no_bytes_are_a_panic_and_no_size_is_missed() {
        assert_eq!(number(&mut [0x80, 0x01].as_slice(), 0), Some(128));
        assert_eq!(number(&mut [0xff; 20].as_slice(), 4), None);
        let head = [b'P', b'A', b'C', b'K', 0, 0, 0, 2, 0, 0, 0, 1];
        // A blob that says it has 512 MiB.
        let large = [head.as_slice(), &[0xb0, 0x80, 0x80, 0x80, 0x10]].concat();
        assert_eq!(check_sizes(&large, 1), Err(PackFault::TooLarge));
        // Differences of a few bytes, each of which says that base and result have 16 MiB.
        let difference =
            [0x68, 1, 0x78, 0x01, 1, 8, 0, 0xf7, 0xff, 0x80, 0x80, 0x80, 8, 0x80, 0x80, 0x80, 8, 0, 0, 0, 0];
        let many = |count: usize| [head.as_slice(), &difference.repeat(count)].concat();
        assert_eq!(check_sizes(&many(15), 15), Ok(()));
        assert_eq!(check_sizes(&many(16), 16), Err(PackFault::TooLarge));
        let mut state = 1_u32;
        for _ in 0..20_000 {
            let noise: Vec<u8> = (0..60)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    state.to_be_bytes()[0]
                })
                .collect();
            let _ = check_sizes(&noise, 3);
        }
    }
}
