#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <pthread.h>

#define NUM_Q (sizeof(quiz) / sizeof(quiz[0]))
#define LOWER(s) { char *p_; for (p_ = s; *p_; p_++) *p_ = tolower(*p_); }

typedef struct { const char *q, *a; int score; } QUIZ;
typedef struct { int sock; char name[20]; int total; } PLAYER;

QUIZ quiz[] = {
    { "port of http?", "80", 10 },
    { "connection-oriented protocol?", "tcp", 20 },
    { "대한민국의 수도는?", "서울", 30 },
};
pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
int best = 0, finished = 0;
char best_name[20];

int read_line(int sock, char *buf, int size)
{
    int i = 0;
    while (i < size - 1) {
        int r = read(sock, buf + i, 1);
        if (r <= 0) return -1;
        if (buf[i] == '\n') break;
        i++;
    }
    if (i > 0 && buf[i - 1] == '\r') i--;
    buf[i] = 0;
    return i;
}

void say(int sock, const char *text) { write(sock, text, strlen(text)); }

void *play(void *arg)
{
    PLAYER *me = (PLAYER *)arg;
    char line[64], answer[64];
    unsigned i;

    say(me->sock, "name? ");
    if (read_line(me->sock, me->name, sizeof(me->name)) < 0) goto out;
    for (i = 0; i < NUM_Q; i++) {
        sprintf(line, "%u) %s ", i + 1, quiz[i].q);
        say(me->sock, line);
        if (read_line(me->sock, answer, sizeof(answer)) < 0) goto out;
        LOWER(answer);
        if (strcmp(answer, quiz[i].a) == 0) {
            me->total += quiz[i].score;
            say(me->sock, "O\n");
        } else {
            say(me->sock, "X\n");
        }
    }
    pthread_mutex_lock(&lock);
    if (me->total > best) {
        best = me->total;
        strcpy(best_name, me->name);
    }
    sprintf(line, "%s: %d points, best: %s %d\n", me->name, me->total, best_name, best);
    pthread_mutex_unlock(&lock);
    say(me->sock, line);
out:
    close(me->sock);
    pthread_mutex_lock(&lock);
    finished++;
    pthread_mutex_unlock(&lock);
    free(me);
    return NULL;
}

int main(int argc, char *argv[])
{
    int s = socket(AF_INET, SOCK_STREAM, 0), i;
    struct sockaddr_in a;
    pthread_t t[3];

    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_port = htons(atoi(argv[1]));
    a.sin_addr.s_addr = inet_addr("127.0.0.1");
    if (bind(s, (struct sockaddr *)&a, sizeof a) < 0) { perror("bind"); exit(1); }
    listen(s, 3);
    for (i = 0; i < 3; i++) {
        PLAYER *p = calloc(1, sizeof(PLAYER));
        p->sock = accept(s, NULL, NULL);
        pthread_create(&t[i], NULL, play, p);
    }
    for (i = 0; i < 3; i++) pthread_join(t[i], NULL);
    printf("%d players, best %s with %d\n", finished, best_name, best);
    return 0;
}
