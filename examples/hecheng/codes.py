"""Identifiers with valid structure; every organisation behind them is invented."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(number: int, public: bool) -> str:
    """Unified social credit code (GB 32100-2015) of an invented body of district 431202."""
    body = f"{number:08d}"
    check = (11 - sum(int(d) * w for d, w in zip(body, ORG_WEIGHTS))) % 11
    head = ("11" if public else "91") + "431202" + body + "0123456789X"[check]
    total = sum(ALPHABET.index(c) * w for c, w in zip(head, WEIGHTS))
    return head + ALPHABET[-total % 31]


def project_code(month: str, industry: str, serial: int) -> str:
    """Code in the structure of GB/T 40058-2021; the check digit's rule is not public."""
    return (
        f"{month}-431202-04-01-{(serial * 7919 + int(industry[1:3]) * 131) % 900000 + 100000:06d}"
    )
