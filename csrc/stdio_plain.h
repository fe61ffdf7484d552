/* Writing to streams whose inside is hidden, or whose buffer keeps what a failed write left. */

static ptrdiff_t
pysock_put(const char *s, size_t size, size_t done, int resumed, FILE *stream)
{
    (void)resumed;
    return (ptrdiff_t)(done + fwrite(s + done, 1, size - done, stream));
}

static int
pysock_drain(FILE *stream)
{
    (void)stream;
    return 0;
}

static int
pysock_pushed_back(FILE *stream)
{
    (void)stream;
    return 0;
}

static int
pysock_unflushed(FILE *stream)
{
    (void)stream;
    return 0;
}

static int
pysock_ungetc(int c, FILE *stream)
{
    return ungetc(c, stream);
}
