//! All that the typesetter sees: one template, one file of data, four fonts. No clock, no packages, no file, no font of the
//! computer; what else is asked for is not there.

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::Abs;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontVariant, FontVariations};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt as _};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::Error;

const TEMPLATE: &str = include_str!("report.typ");

const FONTS: [&[u8]; 4] = [
    include_bytes!("../fonts/Inter-Regular.ttf"),
    include_bytes!("../fonts/Inter-Medium.ttf"),
    include_bytes!("../fonts/Inter-SemiBold.ttf"),
    include_bytes!("../fonts/JetBrainsMono-Regular.ttf"),
];

/// The places in [`FONTS`] of the boldest face of each family.
const WIDEST: [usize; 2] = [2, 3];

/// The faces that travel with the program.
pub(crate) struct Fonts {
    faces: Vec<Font>,
    /// Of each character of the first plane; no face goes beyond it.
    widths: Vec<Option<f64>>,
}

impl Fonts {
    pub(crate) fn load() -> Self {
        let faces: Vec<Font> = FONTS.iter().filter_map(|bytes| Font::new(Bytes::new(*bytes), 0)).collect();
        let boldest: Vec<_> = WIDEST.iter().filter_map(|n| faces.get(*n).cloned()).collect();
        let boldest: Vec<_> = boldest
            .into_iter()
            .map(|face| face.instantiate(FontVariant::default(), Abs::pt(10.0), &FontVariations::default()))
            .collect();
        let width = |c: u16| {
            let c = char::from_u32(c.into())?;
            let (face, glyph) = boldest.iter().find_map(|face| Some((face, face.ttf().glyph_index(c)?)))?;
            face.x_advance(glyph.0).map(|ems| ems.get())
        };
        let widths = (0..=u16::MAX).map(width).collect();
        Self { faces, widths }
    }

    /// How wide a character is in the first of them that has it, the boldest first, in ems; nothing where none has it.
    pub(crate) fn width(&self, c: char) -> Option<f64> {
        self.widths.get(usize::try_from(u32::from(c)).ok()?).copied().flatten()
    }
}

struct Room {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    data: (FileId, Bytes),
}

impl World for Room {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Typesets a sheet. `ident` is what identifies the document, the same for the same document.
pub(crate) fn typeset(fonts: Fonts, sheet: Vec<u8>, ident: String) -> Result<Vec<u8>, Error> {
    let file = |path: &str| {
        let path = VirtualPath::new(path).map_err(|why| Error::Typeset(why.to_string()))?;
        Ok::<_, Error>(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
    };
    let room = Room {
        library: LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts.faces)),
        fonts: fonts.faces,
        main: Source::new(file("/report.typ")?, TEMPLATE.to_owned()),
        data: (file("/sheet.json")?, Bytes::new(sheet)),
    };
    let document = typst::compile(&room).output.map_err(|why| in_words(&room, &why))?;
    // What layout remembered is of no use any more, and it is a lot.
    typst::comemo::evict(0);
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(crate::PROGRAM.to_owned())),
        timestamp: None,
        page_ranges: None,
        standards: standards.map_err(|why| Error::Typeset(why.message().to_string()))?,
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(&document, &options).map_err(|why| in_words(&room, &why))
}

/// The typesetter's own words, with the line of the template.
fn in_words(room: &Room, diagnostics: &[SourceDiagnostic]) -> Error {
    let words = diagnostics.iter().map(|one| {
        let at = room.range(one.span).and_then(|range| TEMPLATE.get(..range.start));
        let at = at.map_or_else(String::new, |before| format!(" (template, line {})", before.lines().count().max(1)));
        let hints: Vec<String> = one.hints.iter().map(|hint| format!("; {}", hint.v)).collect();
        format!("{}{at}{}", one.message, hints.concat())
    });
    Error::Typeset(words.collect::<Vec<_>>().join("\n"))
}
