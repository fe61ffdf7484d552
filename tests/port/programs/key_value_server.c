#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <signal.h>
#include <errno.h>
#include <sys/socket.h>
#include <netinet/in.h>

#define PORT_DEFAULT 9190
#define MAX_LINE 128
#define HASH 16

typedef struct pair { char key[32]; char value[64]; struct pair *next; } pair_t;
typedef int (*handler)(int fd, char *args);

static pair_t *table[HASH];
static int count, running = 1;
static volatile sig_atomic_t interrupted = 0;

static unsigned hash(const char *s) { unsigned h = 0; while (*s) h = h * 31 + (unsigned char)*s++; return h % HASH; }
static void reply(int fd, const char *s) { if (write(fd, s, strlen(s)) < 0) perror("write"); }

static pair_t **find(const char *key)
{
    pair_t **p = &table[hash(key)];
    while (*p && strcmp((*p)->key, key)) p = &(*p)->next;
    return p;
}
static int do_set(int fd, char *args)
{
    char *value = strchr(args, ' ');
    pair_t **p;
    if (!value) { reply(fd, "ERR no value\n"); return 0; }
    *value++ = '\0';
    p = find(args);
    if (*p == NULL) {
        *p = (pair_t *)calloc(1, sizeof(pair_t));
        strncpy((*p)->key, args, sizeof((*p)->key) - 1);
        count++;
    }
    strncpy((*p)->value, value, sizeof((*p)->value) - 1);
    reply(fd, "OK\n");
    return 0;
}
static int do_get(int fd, char *args)
{
    pair_t *p = *find(args);
    char out[80];
    if (!p) { reply(fd, "NONE\n"); return 0; }
    sprintf(out, "%s\n", p->value);
    reply(fd, out);
    return 0;
}
static int do_del(int fd, char *args)
{
    pair_t **p = find(args), *gone = *p;
    if (gone) { *p = gone->next; free(gone); count--; reply(fd, "OK\n"); }
    else reply(fd, "NONE\n");
    return 0;
}
static int do_count(int fd, char *args) { char out[16]; sprintf(out, "%d\n", count); reply(fd, out); return 0; }
static int do_quit(int fd, char *args) { reply(fd, "BYE\n"); return 1; }

static struct { const char *name; handler run; } commands[] = {
    { "SET", do_set }, { "GET", do_get }, { "DEL", do_del }, { "COUNT", do_count }, { "QUIT", do_quit }, { 0, 0 }
};

static int dispatch(int fd, char *line)
{
    char *args = line + strcspn(line, " ");
    int i;
    if (*args) *args++ = 0;
    for (i = 0; commands[i].name; i++)
        if (!strcasecmp(line, commands[i].name))
            return commands[i].run(fd, args);
    reply(fd, "ERR unknown\n");
    return 0;
}
static void on_int(int s) { interrupted = s; }

int main(int argc, char **argv)
{
    int sd, cd, n, used, on = 1, done;
    char buf[MAX_LINE], *nl;
    struct sockaddr_in sa;
    struct sigaction sg;

    memset(&sg, 0, sizeof(sg));
    sg.sa_handler = on_int;
    sigaction(SIGINT, &sg, NULL);
    signal(SIGPIPE, SIG_IGN);
    memset(&sa, 0, sizeof(sa));
    sa.sin_family = AF_INET;
    sa.sin_port = htons(argc > 1 ? atoi(argv[1]) : PORT_DEFAULT);
    sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(sd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(sd, (struct sockaddr *)&sa, sizeof(sa)) < 0 || listen(sd, 1) < 0) { perror("listen"); return 1; }
    while (!interrupted) {
        if ((cd = accept(sd, 0, 0)) < 0) {
            if (errno == EINTR) { printf("interrupted\n"); continue; }
            break;
        }
        used = done = 0;
        while (!done && (n = read(cd, buf + used, sizeof(buf) - 1 - used)) > 0) {
            used += n;
            buf[used] = '\0';
            while (!done && (nl = strchr(buf, '\n')) != NULL) {
                *nl = '\0';
                if (nl > buf && nl[-1] == '\r') nl[-1] = '\0';
                done = dispatch(cd, buf);
                used -= nl + 1 - buf;
                memmove(buf, nl + 1, used + 1);
            }
        }
        close(cd);
        printf("client left, %d pairs\n", count);
    }
    close(sd);
    return interrupted ? 10 : 1;
}
