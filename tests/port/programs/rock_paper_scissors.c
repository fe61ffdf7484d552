#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* missing on purpose: unistd.h, arpa/inet.h */
#include <sys/socket.h>
#include <netinet/in.h>

#define BUF 64
char *names[3] = {"가위", "바위", "보"};

int judge(int a, int b) { return (a - b + 3) % 3; }   // 0 비김, 1 a 승, 2 b 승

int hand(char *s)
{
  int i;
  for (i = 0; i < 3; i++)
    if (strncmp(s, names[i], strlen(names[i])) == 0) return i;
  if (*s >= '0' && *s <= '2') return *s - '0';
  return -1;
}

int main(int argc, char *argv[])
{
  int ss, cs, len, me = 0, you, r, score[3] = {0, 0, 0}, round = 0;
  struct sockaddr_in sa;
  char buf[BUF], msg[BUF*2];

  if (argc != 2) { printf("Usage: %s port\n", argv[0]); return 1; }
  ss = socket(AF_INET, SOCK_STREAM, 0);
  memset(&sa, 0, sizeof(sa));
  sa.sin_family = AF_INET;
  sa.sin_port = htons(atoi(argv[1]));
  sa.sin_addr.s_addr = htonl(INADDR_ANY);
  if (bind(ss, (struct sockaddr*)&sa, sizeof(sa)) < 0) { perror("bind"); return 1; }
  listen(ss, 1);
  cs = accept(ss, NULL, NULL);
  write(cs, "가위(0) 바위(1) 보(2)?\n", strlen("가위(0) 바위(1) 보(2)?\n"));
  while ((len = read(cs, buf, BUF-1)) > 0)
  {
    buf[len] = '\0';
    if (buf[0] == 'q') break;
    if ((you = hand(buf)) < 0) { write(cs, "?\n", 2); continue; }
    me = (me * 7 + ++round) % 3;
    r = judge(you, me);
    score[r]++;
    sprintf(msg, "%s : %s -> %s\n", names[you], names[me], r == 0 ? "비김" : r == 1 ? "승리" : "패배");
    printf("%s", msg);
    write(cs, msg, strlen(msg));
  }
  sprintf(msg, "%d승 %d무 %d패\n", score[1], score[0], score[2]);
  write(cs, msg, strlen(msg));
  close(cs); close(ss);
}
