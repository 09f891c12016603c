"""What every guesser tries first: words, rows of keys, lucky numbers. Lower case, latin letters."""

WORDS = frozenset(
    {
        "password", "passwd", "passw0rd", "pass", "word", "admin", "administrator", "root",
        "guest", "user", "test", "demo", "login", "welcome", "master", "super", "system",
        "manager", "default", "secret", "letmein", "dragon", "monkey", "shadow", "sunshine",
        "princess", "iloveyou", "football", "baseball", "trustno", "hello", "abc", "qwe", "asd",
        "zxc", "abcd", "qwer", "asdf", "zxcv", "abcde", "qwert", "changeme", "woaini",
        "woaiwojia", "wodemima", "mima", "zhongguo", "china", "beijing", "shanghai", "hunan",
        "huaihua", "hecheng", "nihao", "wang", "zhang", "chen", "yang", "huang", "zhao", "zhou",
        "bihuan", "project", "office", "reporter", "department", "commander", "supervisor",
        "statistics", "viewer", "console", "zhongdian", "xiangmu", "zhongdianban", "fagaiwei",
        "diaodu", "guanli", "5201314", "1314520", "520520", "1314", "520", "888", "666", "168",
        "518", "111", "000", "110", "119", "120", "january", "february", "march", "april", "june",
        "july", "august", "september", "october", "november", "december", "spring", "summer",
        "autumn", "winter", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
        "sunday",
    }
)  # fmt: skip
ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol",
)  # fmt: skip
UNSHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
PLAIN = str.maketrans("@013457$!|", "aoieasts" + "il")
