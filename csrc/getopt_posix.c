/* The options of a command line: getopt(3). */
#ifdef PYSOCK_CDEF
#define no_argument ...
#define optional_argument ...
#define required_argument ...

struct option {
    const char *name;
    int has_arg;
    int *flag;
    int val;
    ...;
};

struct pysock_options {
    int optind, opterr, optopt, argument;
    size_t offset;
    int same, *places, moved, out_of_room;
};

int pysock_getopt(int argc, char **argv, const char *optstring, const struct option *longopts,
                  int *longindex, int only, struct pysock_options *options);
#endif

/* What getopt keeps in variables, and what else a call has to tell. */
struct pysock_options {
    int optind, opterr, optopt;
    int argument;    /* in which element optarg lies, or -1 */
    size_t offset;   /* and where in it */
    int same;        /* whether this argv is the last call's */
    int *places;     /* the element that is now at [i] was at places[i] */
    int moved;       /* whether one changed its place */
    int out_of_room; /* no memory for a copy of argv */
};

/* Between two calls C's getopt remembers places inside argv. So it gets a copy, which lives until
 * another argv comes: one block, with room behind it for who reads on after optind was moved. */
static struct {
    int argc;
    char **argv; /* as it is ordered now; NULLs follow */
    char *text;
    char **before;
} pysock_line;

#define PYSOCK_NULLS 3 /* with an optind of argc, a letter and its argument lead behind argv */

/* Let C forget where in argv it was, and copy the new one: 0, or -1 without memory. */
static int
pysock_new_line(int argc, char **argv, const char *optstring)
{
    size_t size = 0, longest = 0, count = (size_t)argc + PYSOCK_NULLS;
    for (int i = 0; i < argc; i++) {
        size_t length = strlen(argv[i]) + 1;
        size += length;
        longest = length > longest ? length : longest;
    }
    char **copies = calloc(2 * count, sizeof(*copies));
    char *text = calloc(size + longest + MB_LEN_MAX, 1);
    if (copies == NULL || text == NULL) {
        free(copies);
        free(text);
        return -1;
    }
    char empty[1] = "", *nothing[1 + PYSOCK_NULLS] = {empty};
    struct option none = {0};
    GETOPT_ANEW();
    (void)getopt(1, nothing, optstring);
    GETOPT_ANEW();
    (void)getopt_long(1, nothing, optstring, &none, NULL);
    free(pysock_line.argv);
    free(pysock_line.text);
    pysock_line.argc = argc;
    pysock_line.argv = copies;
    pysock_line.before = copies + count;
    pysock_line.text = text;
    for (int i = 0; i < argc; i++) {
        size_t length = strlen(argv[i]) + 1;
        copies[i] = memcpy(text, argv[i], length);
        text += length;
    }
    return 0;
}

static void
pysock_tell_argument(struct pysock_options *options)
{
    options->argument = -1;
    for (int i = 0; optarg != NULL && i < pysock_line.argc; i++) {
        char *text = pysock_line.before[i];
        if (optarg >= text && optarg <= text + strlen(text)) {
            options->argument = i;
            options->offset = (size_t)(optarg - text);
        }
    }
}

static void
pysock_tell_places(struct pysock_options *options)
{
    size_t size = (size_t)pysock_line.argc * sizeof(char *);
    options->moved = memcmp(pysock_line.before, pysock_line.argv, size) != 0;
    int at = 0; /* whole runs of elements move, so the next is mostly the one behind it */
    for (int i = 0; options->moved && i < pysock_line.argc; i++) {
        while (pysock_line.before[at % pysock_line.argc] != pysock_line.argv[i]) {
            at++;
        }
        options->places[i] = at++ % pysock_line.argc;
    }
}

/* One call; the one who calls sees to it that none runs beside it, and that optind is in argv. */
static int
pysock_getopt(int argc, char **argv, const char *optstring, const struct option *longopts,
              int *longindex, int only, struct pysock_options *options)
{
    int found, wanted = options->optind;
    int same = options->same && pysock_line.argv != NULL && pysock_line.argc == argc;
    if (!same && pysock_new_line(argc, argv, optstring) == -1) {
        options->out_of_room = 1;
        return -1;
    }
    if (argc > 0) {
        memcpy(pysock_line.before, pysock_line.argv, (size_t)argc * sizeof(char *));
    }
    optarg = NULL;
    optind = wanted;
    if (wanted == 0) {
        GETOPT_ANEW();
    }
    opterr = options->opterr;
    optopt = options->optopt;
    if (longopts == NULL) {
        found = getopt(argc, pysock_line.argv, optstring);
    } else if (only) {
        found = getopt_long_only(argc, pysock_line.argv, optstring, longopts, longindex);
    } else {
        found = getopt_long(argc, pysock_line.argv, optstring, longopts, longindex);
    }
    options->optind = optind;
    options->opterr = opterr;
    options->optopt = optopt;
    pysock_tell_argument(options);
    pysock_tell_places(options);
    return found;
}
