"""A refusal is a good answer to a wrong request: a code, its facts, and what to do.

The table holds every refusal the product can give. The Vietnamese sentence is the message id of the English
catalogue (`actions/locale/en`). Each door translates a refusal once: HTTP status and page text, toast, exit code 3.
"""

from dataclasses import dataclass

from rules.sentences import Sentence, listed


@dataclass(frozen=True)
class Wording:
    """How one refusal is said: the HTTP status of the doors, what is wrong, and the remedy."""

    status: int
    text: str
    remedy: str


REFUSALS: dict[str, Wording] = {
    "not-a-docx": Wording(
        422, "Tệp {filename} không phải là tệp .docx hợp lệ.", "Lưu lại bằng Word dạng .docx rồi gửi lại."
    ),
    "file-empty": Wording(
        422,
        "Tệp {filename} rỗng.",
        "Mở lại tệp, kiểm tra nội dung rồi gửi lại.",
    ),
    "file-too-large": Wording(
        413,
        "Tệp {filename} lớn hơn {megabytes} MB.",
        "Giảm dung lượng ảnh trong văn bản, hoặc tách phụ lục thành tệp riêng rồi gửi lại.",
    ),
    "name-and-content-differ": Wording(
        422,
        "Tên tệp {filename} không đúng với nội dung: đây là tệp {media}.",
        "Đổi lại phần mở rộng thành .{media} rồi gửi lại.",
    ),
    "legacy-doc": Wording(
        422,
        "Tệp {filename} là định dạng cũ (.doc) hoặc của chương trình khác.",
        "Mở bằng Word, chọn Lưu thành, loại tệp “Word Document (.docx)”, rồi gửi lại.",
    ),
    "password-protected": Wording(
        422,
        "Tệp {filename} được đặt mật khẩu.",
        "Bỏ mật khẩu (Word: Tệp, Thông tin, Bảo vệ tài liệu) rồi gửi lại.",
    ),
    "broken-docx": Wording(
        422,
        "Tệp {filename} bị hỏng hoặc gửi lên chưa trọn.",
        "Mở bằng Word, lưu lại dạng .docx rồi gửi lại.",
    ),
    "docx-unsafe": Wording(
        422,
        "Tệp {filename} không an toàn: {what}.",
        "Chép nội dung sang một văn bản Word mới, lưu dạng .docx rồi gửi lại.",
    ),
    "docx-too-large-inside": Wording(
        422,
        "Nội dung giải nén của tệp {filename} lớn bất thường.",
        "Chép nội dung sang một văn bản Word mới, lưu dạng .docx rồi gửi lại.",
    ),
    "docx-macros": Wording(
        422,
        "Tệp {filename} chứa macro.",
        "Lưu lại dạng .docx (không macro) rồi gửi lại.",
    ),
    "docx-active-content": Wording(
        422,
        "Tệp {filename} chứa nội dung không được nhận: {what}.",
        "Xóa nội dung đó, hoặc dán lại dưới dạng bảng hay hình ảnh, rồi gửi lại.",
    ),
    "docx-external": Wording(
        422,
        "Tệp {filename} lấy nội dung từ bên ngoài: {target}.",
        "Chèn hẳn hình ảnh hoặc nội dung vào tệp thay cho liên kết, rồi gửi lại.",
    ),
    "docx-fields": Wording(
        422,
        "Tệp {filename} có trường (field) không được nhận: {field}.",
        "Bấm Ctrl+A rồi Ctrl+Shift+F9 để đổi các trường thành chữ thường, lưu và gửi lại.",
    ),
    "docx-images": Wording(
        422,
        "Hình {image} trong tệp {filename} không phải PNG hoặc JPEG, hoặc quá lớn.",
        "Chèn lại hình dưới dạng PNG hoặc JPEG (dưới 60 triệu điểm ảnh) rồi gửi lại.",
    ),
    "docx-too-complex": Wording(
        422,
        "Tệp {filename} có hơn {paragraphs} đoạn văn, hoặc bảng lồng nhau quá {depth} lớp.",
        "Tách bớt nội dung thành phụ lục riêng, bỏ bảng lồng nhau, rồi gửi lại.",
    ),
    "docx-tracked-changes": Wording(
        422,
        "Tệp {filename} còn dấu vết sửa đổi (Track Changes), chưa phải bản sạch.",
        "Trong Word: Xem lại, Chấp nhận tất cả thay đổi, tắt theo dõi thay đổi, lưu và gửi lại.",
    ),
    "docx-legacy-fonts": Wording(
        422,
        "Tệp {filename} dùng phông chữ cũ không theo Unicode: {fonts} (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I.4).",
        "Chuyển mã sang Unicode (TCVN 6909:2001), phông Times New Roman, rồi gửi lại.",
    ),
    "secrecy-marked": Wording(
        422,
        "Tệp {filename} có dấu chỉ độ mật “{stamp}”; hệ thống này không nhận văn bản mật và đã không lưu tệp.",
        "Xử lý theo quy định về bảo vệ bí mật nhà nước; không gửi văn bản mật qua hệ thống này.",
    ),
    "broken-pdf": Wording(
        422,
        "Tệp {filename} không phải PDF hợp lệ, bị hỏng hoặc gửi lên chưa trọn.",
        "Lấy lại bản gốc của tệp PDF rồi gửi lại; không mở và lưu lại bản đã ký.",
    ),
    "pdf-encrypted": Wording(
        422,
        "Tệp PDF {filename} được đặt mật khẩu hoặc mã hóa.",
        "Đề nghị nơi gửi cung cấp bản không đặt mật khẩu.",
    ),
    "pdf-active-content": Wording(
        422,
        "Tệp PDF {filename} chứa nội dung không được nhận: {what}.",
        "Đề nghị nơi gửi xuất lại PDF/A không có nội dung đó, ký lại rồi gửi.",
    ),
    "pdf-unreadable": Wording(
        422,
        "Tệp PDF không có lớp chữ để đọc (có thể là bản chụp).",
        "Gửi bản PDF xuất từ phần mềm soạn thảo và đã ký số; nếu chỉ có bản giấy, nhờ văn thư đăng ký.",
    ),
    "pdf-too-long": Wording(
        422,
        "Tệp PDF {filename} không có trang nào, hoặc quá {pages} trang.",
        "Kiểm tra lại tệp, hoặc tách phụ lục thành tệp riêng.",
    ),
    "not-renderable": Wording(
        422,
        "Không mở được tệp để chuyển sang PDF.",
        "Mở tệp bằng Word, lưu lại dạng .docx rồi gửi lại.",
    ),
    "fonts-not-allowed": Wording(
        422,
        "Văn bản dùng phông chữ không được phép: {fonts} (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục I.4).",
        "Chuyển toàn bộ văn bản, kể cả dấu đầu dòng, sang phông Times New Roman (Unicode) rồi gửi lại.",
    ),
    "no-place-for-number": Wording(
        422,
        "Trang đầu không có chỗ trống để ghi số văn bản (tìm thấy: “{found}”).",
        "Viết “Số:      /KH-UBND” dưới tên cơ quan, để trống chỗ ghi số; văn thư ghi số sau khi ký.",
    ),
    "no-place-for-date": Wording(
        422,
        "Trang đầu không có chỗ trống để ghi ngày, tháng ban hành (tìm thấy: “{found}”).",
        "Viết “…, ngày      tháng      năm {year}” dưới Tiêu ngữ, để trống ngày và tháng; văn thư ghi sau khi ký.",
    ),
    "no-place-for-signature": Wording(
        422,
        "Không tìm thấy chỗ ký của {signer}: {found}.",
        "Ghi chức vụ bằng chữ in hoa, để trống bốn dòng, rồi ghi họ tên “{signer}” canh giữa dưới chức vụ.",
    ),
    "not-prepared": Wording(
        409,
        "Tệp PDF chưa có ô {field} để ghi hoặc ký.",
        "Chuẩn bị lại tệp từ bản đã duyệt rồi làm lại bước này.",
    ),
    "certificate-of-another": Wording(
        409,
        "Chứng thư số của {name} không phải của khóa ký này, hoặc mang tên người khác; chưa ký gì.",
        "Trả certificate.pem và key.pem của {name} từ bản sao lưu về thư mục khóa, tìm xem ai đã thay, rồi làm lại "
        "bước này.",
    ),
    "already-filled": Wording(
        409,
        "Ô {field} của tệp PDF đã được ghi hoặc ký.",
        "Không làm lại bước này; kiểm tra tệp bằng lệnh trinhky verify.",
    ),
    "sign-first": Wording(
        409,
        "Chưa thể làm bước này: {missing}.",
        "Thứ tự bắt buộc: người có thẩm quyền ký, văn thư ghi số và ngày, rồi mới ký số của cơ quan.",
    ),
    "unknown-unit": Wording(
        404, "Không có đơn vị “{unit}” vào ngày {on}.", "Xem mã đơn vị bằng lệnh trinhky profile show."
    ),
    "unknown-person": Wording(
        404, "Không có người “{person}” vào ngày {on}.", "Xem danh sách người bằng lệnh trinhky profile show."
    ),
    "act-not-allowed": Wording(
        409,
        "Văn bản đang ở trạng thái “{state}”, không thể {act}.",
        "Mở lại văn bản để xem trạng thái hiện tại và bước tiếp theo.",
    ),
    "no-route": Wording(
        422,
        "Chưa có quy trình văn bản {direction} cho {kind} của {unit}.",
        "Chọn đúng loại văn bản, hoặc đề nghị cơ quan chủ trì bổ sung quy trình vào bộ cấu hình.",
    ),
    "nobody-holds": Wording(
        409,
        "Ngày {on} không có ai giữ nhiệm vụ {role} tại {unit}.",
        "Ban hành quyết định phân công, ghi vào bộ cấu hình rồi làm lại bước này.",
    ),
    "no-series": Wording(
        422,
        "Ngày {on} {unit} chưa có hệ thống số cho {kind} (NĐ 30/2020 Đ15.1).",
        "Người đứng đầu quy định hệ thống số; ghi quy định đó vào bộ cấu hình rồi làm lại.",
    ),
    "code-unreadable": Wording(
        422, "“{text}” không phải là số, ký hiệu văn bản.", "Ghi như 05/KH-UBND, 12/UBND-NC hoặc 55-KH/HU."
    ),
    "not-your-step": Wording(
        403,
        "{person} không được giao bước {duty} (NĐ 30/2020 Đ13, Đ32); không ai duyệt, ký hay đóng dấu thay người khác.",
        "Chuyển cho {holders}.",
    ),
    "seal-before-signature": Wording(
        409,
        "Văn bản chưa có chữ ký của người có thẩm quyền nên chưa được cấp số và đóng dấu (NĐ 30/2020 Đ32.2.d).",
        "Chờ người có thẩm quyền duyệt và ký trong vòng trình này.",
    ),
    "seal-of-another": Wording(
        403,
        "{person} không phải văn thư của {unit}; văn thư chỉ đóng dấu văn bản do cơ quan mình ban hành "
        "(NĐ 30/2020 Đ32.2.c).",
        "Chuyển cho văn thư của {unit}.",
    ),
    "signer-not-approver": Wording(
        409,
        "Người ký ({signer}) không phải người đã duyệt ({approver}); bản thảo phải do chính người ký duyệt "
        "(NĐ 30/2020 Đ11.1).",
        "Trình lại để người ký duyệt bản này.",
    ),
    "house-rule": Wording(
        403,
        "{person} không được làm bước {duty}: {rule} (theo {authority}).",
        "Giao bước này cho người khác giữ cùng nhiệm vụ.",
    ),
    "no-capacity": Wording(
        403,
        "{person} không có tư cách ký {kind} của {unit} (NĐ 30/2020 Đ13).",
        "Trình người có thẩm quyền ký, hoặc ghi văn bản giao quyền vào bộ cấu hình.",
    ),
    "capacity-ended": Wording(
        403,
        "Tư cách ký {kind} của {person} tại {unit} đã hết từ sau ngày {ended}.",
        "Trình người đang có thẩm quyền ký; không ký lùi ngày.",
    ),
    "no-base-wage": Wording(
        422,
        "Chưa có mức lương cơ sở cho ngày {on}.",
        "Ghi mức lương cơ sở và nghị định quy định vào bộ cấu hình rồi làm lại.",
    ),
    "profile-invalid": Wording(
        422,
        "Bộ cấu hình có {count} lỗi. Tệp {file}, dòng {line}, mục {field}: {problem}.",
        "Sửa các lỗi đã nêu rồi nạp lại; chưa có gì thay đổi.",
    ),
    "archive-conflict": Wording(
        409,
        "Kho lưu trữ đã có nội dung khác dưới mã {key}; bản đã lưu không bao giờ bị ghi đè.",
        "Đối chiếu với bản đã lưu; nếu là văn bản khác thì lưu dưới mã khác.",
    ),
    "archive-missing": Wording(
        404,
        "Kho lưu trữ không có {key}.",
        "Kiểm tra lại mã; nếu sổ ghi là đã lưu thì báo người quản trị kiểm tra toàn bộ kho.",
    ),
    "archive-broken": Wording(
        500,
        "Bản lưu {key} không còn nguyên vẹn: {why}.",
        "Không dùng bản này; báo người quản trị phục hồi từ bản sao lưu và lập biên bản.",
    ),
    "archive-lock-shrinks": Wording(
        409,
        "Bản lưu {key} đã khóa đến {current}, không thể rút xuống {until}.",
        "Thời hạn bảo quản chỉ có thể kéo dài; chọn thời điểm muộn hơn.",
    ),
    "archive-no-locks": Wording(
        503,
        "Kho lưu trữ {bucket} không giữ được lời hứa khóa: {why}.",
        "Dùng máy chủ S3 có Object Lock và vùng chứa tạo với khóa này, rồi khởi động lại.",
    ),
    "archive-bad-url": Wording(
        422,
        "Địa chỉ kho lưu trữ {url} không hợp lệ.",
        "Ghi file:///thư/mục hoặc s3+https://máy:cổng/vùng-chứa rồi khởi động lại.",
    ),
    "wrong-paper": Wording(
        422, "Chưa nhận được văn bản này: {reasons}", "Sửa từng điểm đã nêu rồi gửi lại; bản đã gửi trước đó vẫn còn."
    ),
    "not-the-clerk": Wording(403, "Chỉ văn thư của {unit} được hủy số văn bản.", "Nhờ văn thư của đơn vị."),
    "not-authentic": Wording(
        422,
        "Tệp PDF chưa đủ căn cứ xác thực: {problems}",
        "Gửi đúng tệp đã ký số của người ký và của cơ quan (Đ5.1, Đ21.2).",
    ),
    "not-your-unit": Wording(
        403, "Ông/bà không được giao gửi văn bản của {unit}.", "Nhờ người soạn thảo hoặc văn thư của đơn vị đó gửi."
    ),
    "note-too-long": Wording(
        422,
        "Tóm tắt và đề xuất dài {letters} chữ cái, nhiều nhất là {at_most}.",
        "Rút gọn còn vài dòng rồi gửi lại; chi tiết để trong văn bản.",
    ),
    "already-handed-in": Wording(
        409, "Tệp {filename} đã được gửi trước đây: {subject}.", "Không cần gửi lại; xem văn bản đó trong Việc của tôi."
    ),
    "already-in-review": Wording(
        409,
        "Văn bản cùng loại của đơn vị đang được xử lý: {subject}.",
        "Chờ kết quả xử lý văn bản đó rồi mới gửi bản khác.",
    ),
    "no-open-cycle": Wording(
        409, "Năm công tác {year} chưa mở hoặc đã đóng.", "Kiểm tra lại năm, hoặc báo quản trị mở năm."
    ),
    "year-too-far": Wording(422, "Không mở được năm công tác {year}.", "Chỉ mở năm {first} hoặc năm {last}."),
    "cycle-closed": Wording(409, "Năm công tác {year} đã đóng.", "Năm đã đóng không mở lại; chọn năm khác."),
    "cycle-not-closed": Wording(409, "Năm công tác {year} chưa đóng.", "Đóng năm trước đã."),
    "cycle-unfinished": Wording(
        409, "Chưa đóng được năm {year}, còn: {open}.", "Giải quyết xong các việc này rồi đóng năm."
    ),
    "administrators-only": Wording(
        403, "Chỉ quản trị hệ thống được mở và đóng năm công tác.", "Báo quản trị hệ thống."
    ),
    "not-classified": Wording(
        409, "Chưa có quyết định xếp loại năm {year}.", "Ban hành quyết định xếp loại trước khi xét khen thưởng."
    ),
    "no-profile": Wording(409, "Chưa nạp hồ sơ cơ quan (profile).", "Chạy: trinhky profile load profiles/cao-lanh."),
    "no-such-document": Wording(404, "Không có văn bản {document}.", "Kiểm tra lại đường dẫn, hoặc tìm trong kho lưu."),
    "no-such-run": Wording(404, "Phiếu trình này không còn.", "Mở lại từ trang Việc của tôi."),
    "already-decided": Wording(
        409, "Bước này đã có người quyết định.", "Không cần làm gì thêm; tải lại trang để xem kết quả."
    ),
    "old-round": Wording(
        409, "Phiếu này thuộc lần trình trước ({verb}).", "Tải lại trang và xem bản mới rồi hãy quyết định: {verbs}."
    ),
    "verb-unknown": Wording(422, "Chưa chọn quyết định hợp lệ.", "Chọn một trong: {verbs}."),
    "reason-needed": Wording(422, "Chọn “{verb}” thì phải ghi lý do.", "Ghi lý do vào ô Lý do rồi bấm lại."),
    "role-ended": Wording(
        403,
        "Nhiệm vụ “{duty}” của {person} đã hết hiệu lực trước ngày {on}.",
        "Nhờ quản trị cập nhật phân công có văn bản.",
    ),
    "wrong-password": Wording(401, "Tên hoặc mật khẩu không đúng.", "Thử lại; quên mật khẩu thì nhờ quản trị đặt lại."),
    "not-allowed-to-read": Wording(
        403,
        "Ông/bà không thuộc số người được đọc văn bản này.",
        "Cần đọc thì xin ý kiến đơn vị ban hành; lần mở này đã được ghi vào lịch sử văn bản.",
    ),
    "no-pdf-yet": Wording(
        404, "“{subject}” chưa có bản PDF.", "Chờ máy lập xong bản PDF rồi tải lại trang, hoặc xem tệp đã gửi."
    ),
    "no-such-page": Wording(404, "Không có trang này.", "Kiểm tra lại đường dẫn, hoặc bắt đầu từ trang Việc của tôi."),
    "choose-first": Wording(422, "Chưa chọn {what}.", "Chọn rồi gửi lại."),
    "not-understood": Wording(422, "Không hiểu giá trị “{value}” của {what}.", "Chọn lại trong danh sách rồi gửi lại."),
    "foreign-origin": Wording(
        403, "Biểu mẫu được gửi từ một địa chỉ khác.", "Mở lại trang tại {origin} rồi làm lại; chưa có gì thay đổi."
    ),
    "store-unavailable": Wording(
        503, "Kho lưu tạm thời không phục vụ được.", "Thử lại sau ít phút; nếu vẫn vậy thì báo quản trị hệ thống."
    ),
    "database-full": Wording(
        507,
        "Ổ đĩa của cơ sở dữ liệu đã đầy; chưa có gì được ghi, xem và tìm vẫn được.",
        "Báo quản trị hệ thống dọn thêm chỗ trên ổ đĩa, rồi làm lại; không cần khởi động lại.",
    ),
    "database-read-only": Wording(
        503,
        "Cơ sở dữ liệu đang ở chế độ chỉ đọc; chưa có gì được ghi, xem và tìm vẫn được.",
        "Báo quản trị hệ thống kiểm tra ổ đĩa và máy chủ cơ sở dữ liệu, rồi làm lại; không cần khởi động lại.",
    ),
    "database-cannot-open": Wording(
        503,
        "Không mở được cơ sở dữ liệu ({why}); chưa có gì được ghi.",
        "Báo quản trị hệ thống kiểm tra TRINHKY_DATABASE_URL, chỗ trống và quyền ghi của ổ đĩa, máy chủ cơ sở dữ liệu, "
        "rồi làm lại.",
    ),
    "disk-full": Wording(
        507,
        "Ổ đĩa đã đầy ({why}); việc này chưa xong và không để lại gì dở dang được dùng.",
        "Dọn thêm chỗ trên ổ đĩa, rồi chạy lại đúng lệnh này.",
    ),
    "disk-forbids": Wording(
        503,
        "Ổ đĩa hoặc tệp không cho đọc hay ghi ({why}); việc này chưa xong và không để lại gì dở dang được dùng.",
        "Kiểm tra ổ đĩa và quyền của người chạy lệnh, rồi chạy lại đúng lệnh này.",
    ),
    "out-of-order": Wording(
        500, "Hệ thống gặp lỗi khi xử lý yêu cầu này.", "Thử lại; nếu vẫn vậy thì báo quản trị mã yêu cầu {request}."
    ),
    "too-many-failures": Wording(429, "Đã nhập sai nhiều lần.", "Chờ {seconds} giây rồi thử lại."),
    "not-a-demo": Wording(
        409, "Thư mục {data} không phải thư mục trình diễn.", "Ngày mô phỏng chỉ dùng trong thư mục trình diễn."
    ),
    "data-not-empty": Wording(
        409, "Thư mục {data} đã có dữ liệu.", "Chọn thư mục trống bằng --data; dữ liệu cũ được giữ nguyên."
    ),
    "no-such-record": Wording(
        404, "Kho lưu không có hồ sơ {record}.", "Xem mã bằng lệnh trinhky archive find, hoặc trang Kho lưu."
    ),
    "backup-broken": Wording(
        422,
        "Sao lưu {name} chưa trọn hoặc đã hỏng: {why}.",
        "Dùng một bản sao lưu khác trong cùng thư mục, ví dụ bản của hôm trước; chưa có gì được ghi.",
    ),
    "place-not-empty": Wording(
        409,
        "Nơi phục hồi không trống: {what}.",
        "Phục hồi vào thư mục dữ liệu, cơ sở dữ liệu và kho lưu còn trống; dữ liệu cũ được giữ nguyên.",
    ),
    "backup-of-other-database": Wording(
        409,
        "Sao lưu này là của {kind}, còn nơi phục hồi dùng {here}.",
        "Đặt TRINHKY_DATABASE_URL cùng loại cơ sở dữ liệu với bản sao lưu.",
    ),
    "no-postgresql-client": Wording(
        503,
        "Không tìm thấy chương trình {program} của PostgreSQL.",
        "Cài gói postgresql-client cùng phiên bản với máy chủ rồi chạy lại.",
    ),
    "postgresql-client-failed": Wording(
        503,
        "{program} không làm xong: {why}.",
        "Xem lại quyền trên cơ sở dữ liệu và phiên bản của postgresql-client rồi chạy lại.",
    ),
    "directory-not-empty": Wording(
        409, "Thư mục {directory} đã có tệp.", "Chọn một thư mục trống hoặc chưa có; không tệp nào bị ghi đè."
    ),
    "no-such-file": Wording(404, "Không đọc được tệp {filename}: {why}.", "Kiểm tra lại đường dẫn và quyền đọc."),
    "file-not-written": Wording(
        422, "Không ghi được tệp {filename}: {why}.", "Chọn thư mục khác, hoặc kiểm tra quyền ghi."
    ),
    "register-empty": Wording(
        404, "Sổ đăng ký {register} năm {year} của {unit} chưa có dòng nào.", "Kiểm tra lại năm và đơn vị."
    ),
    "already-up": Wording(
        409,
        "Thư mục dữ liệu {data} đang được một tiến trình trinhky up khác dùng (số {pid}).",
        "Dừng tiến trình đó, hoặc chọn thư mục khác bằng --data.",
    ),
    "port-taken": Wording(
        409,
        "Không mở được cổng {port} tại {host}: {why}.",
        "Chọn cổng khác bằng --port, hoặc dừng chương trình đang giữ cổng.",
    ),
    "nothing-to-compare": Wording(
        404, "“{subject}” mới trình một lần, chưa có hai bản để so sánh.", "Mở lại trang của văn bản để xem bản đã gửi."
    ),
    "only-drafts-compared": Wording(
        422, "Chỉ so sánh được các bản dự thảo .docx; {filename} không phải là bản dự thảo.", "Mở từng bản để xem."
    ),
    "file-too-complex": Wording(
        422,
        "Tệp {filename} quá phức tạp để kiểm tra trong thời gian và bộ nhớ cho phép.",
        "Chép nội dung sang một văn bản mới, bỏ những phần lạ hoặc quá lớn, rồi gửi lại.",
    ),
    "intake-unavailable": Wording(
        503,
        "Hiện chưa kiểm tra được tệp {filename}: {why}.",
        "Chờ một phút rồi gửi lại; nếu vẫn vậy thì báo quản trị hệ thống.",
    ),
    "docx-embedded-fonts": Wording(
        422,
        "Tệp {filename} mang theo phông chữ nhúng; chữ in ra có thể khác chữ trong tệp.",
        "Trong Word: Tệp, Tùy chọn, Lưu, bỏ chọn “Nhúng phông trong tệp”, lưu và gửi lại.",
    ),
    "scan-needs-words": Wording(
        422,
        "Bản chụp {filename} ({pages} trang, {dpi} dpi) không có lớp chữ để đọc.",
        "Ghi số và ký hiệu, ngày ban hành, trích yếu đúng như trên văn bản giấy, chọn lại tệp rồi gửi.",
    ),
    "scan-below-standard": Wording(
        422,
        "Bản chụp {filename} chưa đạt tiêu chuẩn số hóa (Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II, mục I.2): "
        "{problem}.",
        "Chụp lại từng trang của bản giấy: PDF 1.4 trở lên, ảnh màu, từ 200 dpi, tỷ lệ 100%, mỗi trang một ảnh.",
    ),
    "machine-drafts-it": Wording(
        409,
        "{kind} năm {year} do hệ thống soạn từ kết quả đã chấm (hiện: {state}), không gửi bản tự soạn.",
        "Dự thảo đến trang Việc của tôi sau ngày đánh giá; cần sửa thì trả lại dự thảo rồi gửi bản sửa .docx của nó.",
    ),
    "differs-from-results": Wording(
        422,
        "{kind} không khớp với kết quả đã chấm: {differences}.",
        "Sửa phụ lục cho khớp rồi gửi lại. Kết quả không sửa trên giấy, chỉ theo văn bản và hạn đã ghi trong hệ thống.",
    ),
    "no-award-in-force": Wording(
        409,
        "Không có hình thức khen thưởng nào đang có hiệu lực ngày {on}.",
        "Bổ sung mục có căn cứ còn hiệu lực vào awards.yaml rồi nạp lại hồ sơ cơ quan; hệ thống tự xét lại.",
    ),
    "number-kept-here": Wording(
        409,
        "Số {number} thuộc sổ văn bản đi năm {year} của {unit}, mà sổ này đang cấp số trong hệ thống: một cơ quan chỉ "
        "có một sổ (NĐ 30/2020 Đ15.1).",
        "Gửi dự thảo .docx để lấy số tại đây, hoặc gửi văn bản mang số, ký hiệu của một hệ thống số riêng.",
    ),
    "number-kept-elsewhere": Wording(
        409,
        "{unit} đã gửi văn bản {number} mang số lấy từ sổ ở nơi khác; năm {year} cấp thêm số tại đây thì trùng sổ "
        "(NĐ 30/2020 Đ15.1).",
        "Gửi bản PDF đã ký, mang số trong sổ của đơn vị.",
    ),
    "not-an-office": Wording(
        404,
        "{data} không phải thư mục dữ liệu của một cơ quan: chưa có cơ sở dữ liệu, hoặc chưa có bảng.",
        "Chỉ đúng thư mục bằng --data (hoặc TRINHKY_DATA); lập cơ quan mới: trinhky migrate, rồi trinhky profile load.",
    ),
    "not-a-certificate": Wording(
        422, "Tệp {filename} không phải chứng thư dạng PEM.", "Dùng tệp trong thư mục roots của bản xuất kho lưu."
    ),
    "form-errors-stand": Wording(
        422,
        "Văn bản còn {count} lỗi thể thức: {errors}",
        "Trả lại để sửa; nếu máy nhầm hoặc vẫn cho qua thì ghi lý do vào ô Lý do rồi bấm lại.",
    ),
    "form-not-checked": Wording(
        422,
        "Máy không kiểm tra thể thức của tệp {filename}.",
        "Chỉ kiểm tra được bản dự thảo .docx, không quá {pages} trang; xem tệp bằng mắt.",
    ),
    "not-as-told": Wording(
        500,
        "Bản PDF của văn bản ({stage}, lần trình {round}) không đúng như chuỗi sự kiện đã ghi (sự kiện {event}): có "
        "người sửa dữ liệu từ phía sau; máy không ký, không đóng dấu, không lưu bản này.",
        "Giữ nguyên hiện trạng, lập biên bản; chạy trinhky doctor và phục hồi từ bản sao lưu.",
    ),
    "profile-changed": Wording(
        500,
        "Bộ cấu hình {profile} không còn đúng nội dung đã nạp: có người sửa dữ liệu từ phía sau; máy không làm theo.",
        "Giữ nguyên hiện trạng, lập biên bản; chạy trinhky doctor và phục hồi từ bản sao lưu.",
    ),
    "archive-incomplete": Wording(
        500,
        "Kho lưu trữ thiếu {count} tệp mà cơ sở dữ liệu ghi là có: {keys}.",
        "Chưa sao lưu gì; các bản sao lưu trước còn nguyên: tìm tệp thiếu ở đó, trả lại kho, lập biên bản rồi sao lưu "
        "lại (trinhky doctor nêu tệp còn thiếu).",
    ),
    "keys-incomplete": Wording(
        500,
        "Khóa ký của cơ quan không đủ hoặc không đúng: {why}.",
        "Chưa sao lưu gì; trả thư mục keys từ bản sao lưu trước, lập biên bản rồi sao lưu lại (trinhky doctor nêu đủ).",
    ),
    "database-damaged": Wording(
        500,
        "Tệp cơ sở dữ liệu bị hỏng: {why}.",
        "Chưa sao lưu gì, các bản sao lưu trước còn nguyên; dừng trinhky up, giữ nguyên tệp và phục hồi từ bản gần "
        "nhất còn lành.",
    ),
    "restore-unfinished": Wording(
        409,
        "Thư mục dữ liệu {data} đang phục hồi từ bản sao lưu {backup} (từ {since}) và chưa xong: nửa cơ quan không "
        "được mở như một cơ quan đủ.",
        "Đang chạy thì chờ nó xong; đã bị ngắt giữa chừng thì chạy lại: trinhky restore {backup}.",
    ),
    "other-restore-unfinished": Wording(
        409,
        "Nơi này còn dở một lần phục hồi từ bản sao lưu {backup}, không phải từ {other}.",
        "Làm cho xong: trinhky restore {backup}; hoặc phục hồi {other} vào thư mục dữ liệu, cơ sở dữ liệu và kho lưu "
        "khác còn trống.",
    ),
    "place-in-use": Wording(
        409,
        "Nơi phục hồi {data} đang được tiến trình khác dùng (số {pid}): trinhky up, hoặc một lần phục hồi khác.",
        "Chờ tiến trình đó xong, hoặc dừng nó, rồi chạy lại.",
    ),
}


class Refusal(Exception):
    """Raised by rules and actions; `code` is a key of `REFUSALS`, `facts` fill its sentence.

    >>> str(Refusal("not-a-docx", filename="a.txt"))
    'Tệp a.txt không phải là tệp .docx hợp lệ. Lưu lại bằng Word dạng .docx rồi gửi lại.'
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        self.wording = REFUSALS[code]
        super().__init__(self.text)

    @property
    def text(self) -> Sentence:
        """The whole sentence: what is wrong, then what to do."""
        return listed([Sentence(part, **self.facts) for part in (self.wording.text, self.wording.remedy)], " ")


class NotNow(Refusal):
    """A refusal in which the machine is at fault and not the request: the same call may be made again later."""
