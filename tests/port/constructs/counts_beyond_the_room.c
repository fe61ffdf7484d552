/* Reads that ask for more than there is room, and get less: C defines them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <sys/socket.h>

#define BUF_SIZE 64
#define NAME_SIZE 8

struct member {
	int id;
	char name[NAME_SIZE];
};

void ask(int fd, char *buf)
{
	int n = read(fd, buf, BUF_SIZE);
	buf[n] = 0;
}

int main(void)
{
	char message[BUF_SIZE], name[NAME_SIZE], *text, *p;
	struct member who;
	int sv[2], recv_len = 0, recv_cnt, str_len, fd;
	FILE *fp;

	socketpair(AF_UNIX, SOCK_DGRAM, 0, sv);

	strcpy(message, "in three parts");
	str_len = strlen(message);
	write(sv[0], "in thr", 6);
	write(sv[0], "ee par", 6);
	write(sv[0], "ts", 2);
	while (recv_len < str_len) {
		recv_cnt = read(sv[1], &message[recv_len], BUF_SIZE - 1);
		printf("%d ", recv_cnt);
		recv_len += recv_cnt;
	}
	message[recv_len] = 0;
	puts(message);

	write(sv[0], "kim", 4);
	read(sv[1], name, 100);
	puts(name);
	send(sv[0], "lee", 4, 0);
	recv(sv[1], who.name, BUF_SIZE, 0);
	puts(who.name);
	sendto(sv[0], "park", 5, 0, NULL, 0);
	printf("%ld ", (long)recvfrom(sv[1], name, BUF_SIZE, 0, NULL, NULL));
	puts(name);
	write(sv[0], "choi", 4);
	ask(sv[1], name);
	puts(name);
	text = malloc(NAME_SIZE);
	write(sv[0], "jung", 5);
	read(sv[1], text, BUF_SIZE);
	puts(text);
	write(sv[0], "a", 1);
	write(sv[0], "b", 2);
	p = message;
	p += read(sv[1], p, BUF_SIZE);
	p += read(sv[1], p, BUF_SIZE);
	printf("%ld %s\n", (long)(p - message), message);

	fp = fopen("names", "w");
	fputs("han\nyoon\nlim", fp);
	fclose(fp);
	fp = fopen("names", "r");
	printf("%s", fgets(name, BUF_SIZE, fp));
	printf("%s", fgets(text, 100, fp));
	printf("%d ", (int)fread(name, 1, BUF_SIZE, fp));
	printf("%.3s %d\n", name, fgets(name, BUF_SIZE, fp) == NULL);
	fclose(fp);
	fd = open("names", O_RDONLY);
	printf("%ld ", (long)pread(fd, name, BUF_SIZE, 9));
	printf("%.3s\n", name);
	printf("%d ", snprintf(name, sizeof(message), "%d", 12345));
	printf("%d ", snprintf(message + strlen(message), sizeof(message), "+%s", name));
	puts(message);
	free(text);
	return 0;
}
