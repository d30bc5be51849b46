//! A ZIP archive, written from front to back.
//!
//! After PKWARE's APPNOTE 6.3: local headers, compressed parts, the directory at the end. Every part is dated 1 January
//! 1980, so that equal contents are equal files.

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output, create_comp_flags_from_zip_params,
};

/// 1 January 1980, in the form of MS-DOS.
const DATE: u16 = 1 << 5 | 1;
const LEVEL: i32 = 6;

#[derive(Default)]
pub struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    parts: u16,
}

/// A part that is still growing.
pub struct Part {
    path: String,
    packer: CompressorOxide,
    packed: Vec<u8>,
    crc: u32,
    length: u32,
}

impl Part {
    pub fn new(path: &str) -> Self {
        // A negative window asks for the bare stream that archives hold.
        let packer = CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, -15, 0));
        Self { path: path.to_owned(), packer, packed: Vec::new(), crc: !0, length: 0 }
    }

    pub fn push(&mut self, bytes: &[u8]) {
        self.pack(bytes, TDEFLFlush::None);
    }

    fn pack(&mut self, bytes: &[u8], flush: TDEFLFlush) {
        for &byte in bytes {
            self.crc = CRC[usize::from(self.crc as u8 ^ byte)] ^ self.crc >> 8;
        }
        self.length = self.length.wrapping_add(bytes.len() as u32);
        let packed = &mut self.packed;
        let mut rest = bytes;
        loop {
            let (status, used) = compress_to_output(&mut self.packer, rest, flush, |out| {
                packed.extend_from_slice(out);
                true
            });
            rest = &rest[used.min(rest.len())..];
            if rest.is_empty() || status != TDEFLStatus::Okay {
                break;
            }
        }
    }
}

impl Zip {
    pub fn add(&mut self, path: &str, bytes: &[u8]) {
        let mut part = Part::new(path);
        part.push(bytes);
        self.close(part);
    }

    pub fn close(&mut self, mut part: Part) {
        part.pack(&[], TDEFLFlush::Finish);
        let offset = self.bytes.len() as u32;
        // Version 2.0, no flags, deflated; then the same in both headers.
        let mut common = Vec::new();
        [20_u16, 0, 8, 0, DATE].iter().for_each(|number| common.extend(number.to_le_bytes()));
        [!part.crc, part.packed.len() as u32, part.length]
            .iter()
            .for_each(|number| common.extend(number.to_le_bytes()));
        common.extend((part.path.len() as u16).to_le_bytes());
        common.extend(0_u16.to_le_bytes());

        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&common);
        self.bytes.extend(part.path.as_bytes());
        self.bytes.extend(&part.packed);

        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(20_u16.to_le_bytes());
        self.directory.extend(&common);
        // No comment, first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(part.path.as_bytes());
        self.parts += 1;
    }

    pub fn finish(mut self) -> Vec<u8> {
        let offset = self.bytes.len() as u32;
        let length = self.directory.len() as u32;
        self.bytes.append(&mut self.directory);
        self.bytes.extend(b"PK\x05\x06");
        self.bytes.extend([0; 4]);
        [self.parts, self.parts].iter().for_each(|number| self.bytes.extend(number.to_le_bytes()));
        [length, offset].iter().for_each(|number| self.bytes.extend(number.to_le_bytes()));
        self.bytes.extend([0; 2]);
        self.bytes
    }
}

/// The remainders of single bytes, for the checksum that ZIP and PNG share.
static CRC: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut rest = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            rest = if rest & 1 == 1 { rest >> 1 ^ 0xedb8_8320 } else { rest >> 1 };
            bit += 1;
        }
        table[byte] = rest;
        byte += 1;
    }
    table
};
