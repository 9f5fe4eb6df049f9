//! Which part of which site's message a line is: `1427:01:02:`.

use std::fmt;

use crate::cursor::Cursor;

/// Four digits, the same for all messages of a site; what /appliance logs comes under another one
/// (failover-and-syslog section 4.2). It is no counter of messages, as one public product takes it for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteId(pub u16);

impl fmt::Display for SiteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

/// `number` of `total`, both from 1. Two digits each as far as anybody has seen; up to four are taken, because what the
/// appliances write above 99 is UNKNOWN (failover-and-syslog section 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    pub number: u16,
    pub total: u16,
}

/// Site id and segment at the cursor, which then stands on the payload's first byte: not even a blank is trimmed there,
/// because a message is cut anywhere.
pub(crate) fn read(cursor: &mut Cursor<'_>) -> Option<(SiteId, Segment)> {
    let mut at = *cursor;
    let mut number = |least| {
        let number = u16::try_from(at.number(least, 4)?).ok()?;
        at.eat(b':').then_some(number)
    };
    let (site_id, number, total) = (number(4)?, number(2)?, number(2)?);
    if number == 0 || number > total {
        return None;
    }
    *cursor = at;
    Some((SiteId(site_id), Segment { number, total }))
}
