#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/select.h>

#define BUF_SIZE 100
#define MAX_USER 10

struct user {
	int fd;
	char nick[16];
	int lines;
} users[MAX_USER];
int user_count = 0;

void broadcast(char *text, int except)
{
	int i;
	for (i = 0; i < user_count; i++)
		if (users[i].fd != except)
			send(users[i].fd, text, strlen(text), 0);
}

struct user *find_user(int fd)
{
	int i;
	for (i = 0; i < user_count; i++)
		if (users[i].fd == fd)
			return users + i;
	return NULL;
}

void leave(int fd)
{
	struct user *u = find_user(fd);
	char msg[BUF_SIZE];
	sprintf(msg, "* %s님이 나갔습니다 (%d줄)\n", u->nick, u->lines);
	*u = users[--user_count];     /* 마지막 사람을 빈 자리로 */
	broadcast(msg, -1);
	close(fd);
}

int handle(int fd)
{
	char buf[BUF_SIZE], out[BUF_SIZE * 2], *end;
	struct user *u = find_user(fd);
	int n = read(fd, buf, BUF_SIZE - 1), i;

	if (n <= 0)
		return 0;
	buf[n] = 0;
	if ((end = strpbrk(buf, "\r\n")) != NULL)
		*end = 0;
	if (strncmp(buf, "/nick ", 6) == 0) {
		sprintf(out, "* %s -> %s\n", u->nick, buf + 6);
		strncpy(u->nick, buf + 6, sizeof(u->nick) - 1);
		broadcast(out, -1);
	} else if (!strcmp(buf, "/who")) {
		out[0] = 0;
		for (i = 0; i < user_count; i++) {
			strcat(out, users[i].nick);
			strcat(out, i + 1 < user_count ? "," : "\n");
		}
		write(fd, out, strlen(out));
	} else if (!strcmp(buf, "/quit")) {
		return 0;
	} else {
		u->lines++;
		snprintf(out, sizeof out, "[%s] %s\n", u->nick, buf);
		broadcast(out, fd);
	}
	return 1;
}

int main(int argc, char *argv[])
{
	int serv_sock, clnt_sock, fd_max, i, fd_num, guest = 0, option = 1;
	struct sockaddr_in serv_adr;
	fd_set reads, cpy_reads;
	struct timeval timeout;

	serv_sock = socket(PF_INET, SOCK_STREAM, 0);
	setsockopt(serv_sock, SOL_SOCKET, SO_REUSEADDR, (void *)&option, sizeof(option));
	memset(&serv_adr, 0, sizeof(serv_adr));
	serv_adr.sin_family = AF_INET;
	serv_adr.sin_addr.s_addr = htonl(INADDR_ANY);
	serv_adr.sin_port = htons(atoi(argv[1]));
	if (bind(serv_sock, (struct sockaddr *)&serv_adr, sizeof(serv_adr)) == -1) {
		perror("bind() error");
		return 1;
	}
	listen(serv_sock, 5);
	FD_ZERO(&reads);
	FD_SET(serv_sock, &reads);
	fd_max = serv_sock;

	while (1) {
		cpy_reads = reads;
		timeout.tv_sec = 20;
		timeout.tv_usec = 0;
		if ((fd_num = select(fd_max + 1, &cpy_reads, 0, 0, &timeout)) == -1)
			break;
		if (fd_num == 0)
			break;
		for (i = 0; i < fd_max + 1; i++) {
			if (!FD_ISSET(i, &cpy_reads))
				continue;
			if (i == serv_sock) {
				clnt_sock = accept(serv_sock, NULL, NULL);
				FD_SET(clnt_sock, &reads);
				if (fd_max < clnt_sock)
					fd_max = clnt_sock;
				users[user_count].fd = clnt_sock;
				users[user_count].lines = 0;
				sprintf(users[user_count].nick, "guest%d", ++guest);
				user_count++;
				write(clnt_sock, "welcome\n", 8);
			} else if (!handle(i)) {
				FD_CLR(i, &reads);
				leave(i);
				printf("%d users\n", user_count);
				if (user_count == 0)
					return 0;
			}
		}
	}
	close(serv_sock);
	return 1;
}
