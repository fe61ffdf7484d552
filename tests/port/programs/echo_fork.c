#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <arpa/inet.h>
#include <sys/wait.h>

#define BUF_SIZE 1024
void error_handling(char *message);

/* 자식이 클라이언트, 부모가 서버 */
int main(int argc, char *argv[])
{
	int serv_sock, clnt_sock;
	char message[BUF_SIZE];
	int str_len, i, status;
	struct sockaddr_in serv_adr, clnt_adr;
	socklen_t clnt_adr_sz;

	serv_sock=socket(PF_INET, SOCK_STREAM, 0);
	if(serv_sock==-1)
		error_handling("socket() error");
	memset(&serv_adr, 0, sizeof(serv_adr));
	serv_adr.sin_family=AF_INET;
	serv_adr.sin_addr.s_addr=inet_addr("127.0.0.1");
	serv_adr.sin_port=htons(0);
	if(bind(serv_sock, (struct sockaddr*)&serv_adr, sizeof(serv_adr))==-1)
		error_handling("bind() error");
	clnt_adr_sz=sizeof(serv_adr);
	getsockname(serv_sock, (struct sockaddr*)&serv_adr, &clnt_adr_sz);
	if(listen(serv_sock, 5)==-1)
		error_handling("listen() error");

	fflush(stdout);
	if(fork()==0) {
		int sock=socket(PF_INET, SOCK_STREAM, 0);
		char *lines[]={"hello", "네트워크", "bye"};
		close(serv_sock);
		if(connect(sock, (struct sockaddr*)&serv_adr, sizeof(serv_adr))==-1)
			error_handling("connect() error!");
		for(i=0; i<3; i++) {
			write(sock, lines[i], strlen(lines[i]));
			str_len=read(sock, message, BUF_SIZE-1);
			message[str_len]=0;
			printf("Message from server: %s\n", message);
		}
		close(sock);
		exit(strlen(message));
	}

	clnt_adr_sz=sizeof(clnt_adr);
	clnt_sock=accept(serv_sock, (struct sockaddr*)&clnt_adr, &clnt_adr_sz);
	while((str_len=read(clnt_sock, message, BUF_SIZE))!=0)
		write(clnt_sock, message, str_len);
	close(clnt_sock);
	close(serv_sock);
	wait(&status);
	printf("client %d\n", WEXITSTATUS(status));
	return 0;
}

void error_handling(char *message)
{
	fputs(message, stderr);
	fputc('\n', stderr);
	exit(1);
}
