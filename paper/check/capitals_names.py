"""Names that Nghị định 30/2020, Phụ lục II writes in one way only, each with the item of the Phụ lục that rules it.

Data, not code: what is certain to be a name stands with `ANYWHERE`; what is also a common word in small letters
("hòa bình", "quốc hội các nước") is heard only after the words given with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


def words(text: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(text.split())


# None: wrong wherever it stands in small letters. A set: only after one of these words (in small letters).
ANYWHERE: None = None
NEVER: frozenset[str] = frozenset()
AFTER = words("của thuộc tại do từ gửi với và theo qua giao nghị về cho bởi đốc trưởng phó đạo trình tra viên xuống")


@dataclass(frozen=True)
class Name:
    """One name: how it is written, the item that says so, and after which words its small letters are a mistake.

    `bound`: also with capitals it is this name only after those words ("ngày Quốc khánh", a person may be Quốc Khánh).
    `alone`: it is this name only when no other name follows ("bác Hồ Văn An" is somebody else).
    """

    written: str
    article: str
    after: frozenset[str] | None = ANYWHERE
    bound: bool = False
    alone: bool = False


def _all(article: str, written: Iterable[str], after: frozenset[str] | None = ANYWHERE) -> Iterator[Name]:
    return (Name(name.strip(), article, after) for name in written if name.strip())


def _listed(article: str, text: str, after: frozenset[str] | None = ANYWHERE) -> Iterator[Name]:
    return _all(article, text.replace("\n", " ").split(";"), after)


PERSONS = """Nguyễn Ái Quốc; Hồ Chí Minh; Trần Phú; Lê Hồng Phong; Hà Huy Tập; Nguyễn Văn Cừ; Lê Duẩn; Trường Chinh;
Phạm Văn Đồng; Võ Nguyên Giáp; Tôn Đức Thắng; Nguyễn Thị Minh Khai; Võ Thị Sáu; Nguyễn Văn Trỗi; Lý Tự Trọng;
Phan Đăng Lưu; Hoàng Văn Thụ; Nguyễn Thị Định; Phan Bội Châu; Phan Châu Trinh; Huỳnh Thúc Kháng; Nguyễn Sinh Sắc;
Nguyễn Trãi; Nguyễn Du; Nguyễn Huệ; Trần Hưng Đạo; Trần Quốc Toản; Lý Thường Kiệt; Lê Thánh Tông; Ngô Quyền;
Phan Đình Phùng; Nguyễn Đình Chiểu; Nguyễn Trung Trực; Trương Định; Trần Văn Thời; Tôn Thất Tùng; Kim Nhật Thành;
Mao Trạch Đông; Thành Cát Tư Hãn; Nguyễn Bỉnh Khiêm; Hoàng Hoa Thám; Nguyễn Công Trứ; Lê Quý Đôn; Nguyễn Thái Học"""
# Persons whose names are also ordinary words or other things in small letters.
OTHER_PERSONS = "Quang Trung; Lê Lợi; Hai Bà Trưng; Bà Triệu; Lê Lai"
FOREIGN = """Vla-đi-mia I-lích Lê-nin; Lê-nin; Phri-đrích Ăng-ghen; Ăng-ghen; Các Mác; Giô-dép Xta-lin; Xta-lin;
Phi-đen Cát-xtơ-rô; Ga-ga-rin; Anh-xtanh"""
FOREIGN_PLACES = """Mát-xcơ-va; Men-bơn; Oa-sinh-tơn; Niu Oóc; Pa-ri; Béc-lin; Tô-ki-ô; Xinh-ga-po; Ma-lai-xi-a;
In-đô-nê-xi-a; Cam-pu-chia; Ô-xtrây-li-a; Bắc Kinh; Bình Nhưỡng; Thượng Hải; Hàn Quốc; Trung Quốc; Triều Tiên"""

PROVINCES = """Hà Nội; Hải Phòng; Đà Nẵng; Cần Thơ; An Giang; Bạc Liêu; Bắc Giang; Bắc Kạn; Bắc Ninh; Bến Tre;
Bình Dương; Bình Phước; Bình Thuận; Cà Mau; Đắk Lắk; Đắk Nông; Điện Biên; Đồng Nai; Đồng Tháp; Gia Lai; Hà Giang;
Hà Nam; Hà Tĩnh; Hậu Giang; Hưng Yên; Khánh Hòa; Kiên Giang; Kon Tum; Lai Châu; Lạng Sơn; Lào Cai; Lâm Đồng; Nam Định;
Nghệ An; Ninh Bình; Ninh Thuận; Phú Yên; Quảng Bình; Quảng Nam; Quảng Ngãi; Quảng Ninh; Quảng Trị; Sóc Trăng; Sơn La;
Tây Ninh; Thái Nguyên; Thanh Hóa; Thừa Thiên Huế; Tiền Giang; Trà Vinh; Tuyên Quang; Vĩnh Long; Vĩnh Phúc; Yên Bái;
Sài Gòn; Nha Trang; Đà Lạt; Cao Lãnh; Sa Đéc; Phan Thiết; Việt Nam"""
# Also common words: "bình định", "hòa bình", "hải dương học", "cao bằng".
PROVINCES_AND_WORDS = """Bình Định; Cao Bằng; Hải Dương; Hòa Bình; Long An; Phú Thọ; Thái Bình; Vũng Tàu; Cầu Giấy;
Cửa Lò; Vàm Cỏ; Lạch Trường; Bến Thành; Hạ Long"""
OF_UNITS = words("tỉnh phố huyện quận xã phường trấn biển sông vịnh chợ núi hồ")
REGIONS_IN_CAPITALS = "Tây Bắc; Đông Bắc"
# Not after "phía", "hướng": "hướng tây nam bộ đội tiến vào".
REGIONS_OF_PROVINCES = "Bắc Bộ; Trung Bộ; Nam Bộ; Đông Nam Bộ; Tây Nam Bộ; Bắc Trung Bộ; Nam Trung Bộ"
OF_REGIONS = words("vùng miền vực bằng xứ")
OF_PROVINCES = OF_REGIONS | words("tỉnh du bàn khắp")

FIELDS = """Tài chính; Nội vụ; Tư pháp; Y tế; Xây dựng; Giáo dục và Đào tạo; Khoa học và Công nghệ;
Văn hóa, Thể thao và Du lịch; Nông nghiệp và Môi trường; Nông nghiệp và Phát triển nông thôn;
Tài nguyên và Môi trường; Kế hoạch và Đầu tư; Thông tin và Truyền thông; Giao thông vận tải;
Lao động - Thương binh và Xã hội; Dân tộc và Tôn giáo"""
ONLY_OF_MINISTRIES = "Công an; Quốc phòng; Ngoại giao"
ONLY_OF_DIVISIONS = """Tài chính - Kế hoạch; Kinh tế và Hạ tầng; Văn hóa và Thông tin; Văn hóa - Xã hội;
Quản lý đô thị"""

# Words that end in the first word of a name: "cán bộ Tư pháp", "cơ sở Y tế", "Văn phòng Tư pháp" are no such name.
COMPOUNDS: dict[str, frozenset[str]] = {
    "bộ": words("cán nội đảng chi toàn liên bắc trung nam quân"),
    "sở": words("cơ trụ xứ công khổ"),
    "phòng": words("văn dự quốc đề hải đơn xung"),
    "ban": words("ủy uỷ phân tiểu"),
    "hội": words("xã quốc đại cơ"),
}
# "Trưởng phòng Nội vụ", "Phó ban Dân vận": here the first word belongs to the office and is small.
HEADS = words("trưởng phó")

AGENCIES = """Ủy ban nhân dân; Hội đồng nhân dân; Tòa án nhân dân; Viện kiểm sát nhân dân; Văn phòng Chủ tịch nước;
Văn phòng Chính phủ; Văn phòng Quốc hội; Văn phòng Trung ương Đảng; Đảng Cộng sản Việt Nam; Ủy ban Mặt trận Tổ quốc;
Mặt trận Tổ quốc; Mặt trận Tổ quốc Việt Nam; Ban Chấp hành Trung ương; Ban Chấp hành Trung ương Đảng;
Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam; Tập đoàn Điện lực Việt Nam;
Đoàn Thanh niên Cộng sản Hồ Chí Minh; Hội Liên hiệp Phụ nữ; Hội Liên hiệp Phụ nữ Việt Nam;
Ban Chỉ đạo trung ương về Phòng chống tham nhũng; Ngân hàng Nhà nước Việt Nam; Bảo hiểm xã hội Việt Nam;
Tòa án nhân dân tối cao; Viện kiểm sát nhân dân tối cao; Thông tấn xã Việt Nam; Đài Truyền hình Việt Nam;
Ngân hàng Chính sách xã hội; Quân đội nhân dân Việt Nam; Công an nhân dân Việt Nam"""
# In small letters these are common nouns; begun with a capital they are half a name ("Hội nông dân xã").
HALF_AGENCIES = """Hội Nông dân; Hội Cựu chiến binh; Hội Chữ thập đỏ; Hội Người cao tuổi; Ban Chỉ đạo; Ban Tổ chức;
Ban Dân vận; Ban Tuyên giáo; Ban Chấp hành; Ban Quản lý; Ban Thường vụ; Liên đoàn Lao động; Quốc hội; Chính phủ;
Huyện ủy; Tỉnh ủy; Thành ủy; Đảng ủy; Thị ủy"""
OF_THE_STATE = words("khóa biểu họp phòng trình tướng tịch")
FOREIGN_AGENCIES = "Liên hợp quốc; Tổ chức Y tế thế giới; Ngân hàng Thế giới; Tổ chức Thương mại thế giới"
ABBREVIATIONS = "WTO; UNDP; UNESCO; ASEAN; UNICEF; APEC; OECD; ILO; FAO; IMF"

ORDERS = """Huân chương Sao vàng; Huân chương Hồ Chí Minh; Huân chương Độc lập; Huân chương Quân công;
Huân chương Lao động; Huân chương Bảo vệ Tổ quốc; Huân chương Chiến công; Huân chương Dũng cảm; Huân chương Hữu nghị;
Huy chương Hữu nghị; Huy chương Chiến sĩ vẻ vang; Nghệ sĩ Nhân dân; Nghệ sĩ Ưu tú; Nhà giáo Nhân dân; Nhà giáo Ưu tú;
Thầy thuốc Nhân dân; Thầy thuốc Ưu tú; Anh hùng Lao động; Anh hùng Lực lượng vũ trang nhân dân"""
OFFICES = "Thủ tướng Chính phủ; Phó Thủ tướng Chính phủ; Chủ tịch Quốc hội; Phó Chủ tịch Quốc hội; Tổng Bí thư"

OF_DAYS = words("ngày lễ dịp mừng niệm nghỉ tết")
DAYS = """Quốc khánh; Tổng tuyển cử; Tổng tuyển cử đầu tiên; Quốc tế Lao động; Phụ nữ Việt Nam; Quốc tế Phụ nữ;
Nhà giáo Việt Nam; Thầy thuốc Việt Nam; Thương binh - Liệt sĩ; Quốc tế Thiếu nhi; Gia đình Việt Nam; Pháp luật Việt Nam;
Giỗ Tổ Hùng Vương; Doanh nhân Việt Nam; Báo chí Cách mạng Việt Nam; Quốc tế Hạnh phúc"""
FEASTS = "tết Nguyên đán; tết Đoan ngọ; tết Trung thu; tết Hàn thực; tết Thanh minh"

CODES_OF_LAW = """Bộ luật Hình sự; Bộ luật Dân sự; Bộ luật Lao động; Bộ luật Tố tụng hình sự; Bộ luật Tố tụng dân sự;
Bộ luật Hàng hải Việt Nam"""
LAWS = """Luật Tổ chức Quốc hội; Luật Tổ chức Chính phủ; Luật Tổ chức chính quyền địa phương;
Luật Ban hành văn bản quy phạm pháp luật; Luật Thi đua, khen thưởng; Luật Lưu trữ; Luật Khiếu nại; Luật Tố cáo;
Luật Tiếp công dân; Luật Cán bộ, công chức; Luật Viên chức; Luật Đất đai; Luật Ngân sách nhà nước;
Luật Phòng, chống tham nhũng; Luật Bảo vệ bí mật nhà nước; Luật Giao dịch điện tử; Luật Hộ tịch; Luật Cư trú;
Luật Thực hiện dân chủ ở cơ sở; Luật Trưng cầu ý dân; Luật Tiếp cận thông tin; Luật Mặt trận Tổ quốc Việt Nam;
Luật Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân; Luật Thanh tra; Luật Hòa giải ở cơ sở"""
OF_LAWS = words("theo cứ của hành định")

EVENTS = """Phong trào Xô viết Nghệ Tĩnh; Cách mạng tháng Tám; Cách mạng tháng Mười; Phong trào Đồng khởi;
Chiến dịch Điện Biên Phủ; Chiến dịch Hồ Chí Minh; Chiến thắng Điện Biên Phủ; Triều Lý; Triều Trần; Triều Nguyễn;
Triều Đinh; Triều Ngô"""
WORKS = "từ điển Bách khoa toàn thư; tạp chí Cộng sản; tạp chí Quốc phòng toàn dân; tạp chí Xây dựng Đảng"

STEMS = ("Giáp", "Ất", "Bính", "Đinh", "Mậu", "Kỷ", "Canh", "Tân", "Nhâm", "Quý")
BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")
YEARS = tuple(f"{STEMS[n % 10]} {BRANCHES[n % 12]}" for n in range(60))


def _split(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.replace("\n", " ").split(";"))


def _offices_of(field_text: str, *levels: str) -> Iterator[str]:
    return (f"{level} {field}" for level in levels for field in _split(field_text))


NAMES: tuple[Name, ...] = (
    *_listed("II.1.a", PERSONS),
    *_all("II.1.b", ("Vua Hùng", "Ông Gióng", "Hùng Vương")),
    Name("Bác Hồ", "II.1.b", alone=True),
    Name("Cụ Hồ", "II.1.b", words("đội nhớ ơn của"), alone=True),
    *_listed("II.2.b", FOREIGN),
    *_listed("III.1.a", PROVINCES),
    *_listed("III.1.a", PROVINCES_AND_WORDS, OF_UNITS),
    Name("Điện Biên Phủ", "III.1.b"),
    *_all("III.1.c", ("Thủ đô Hà Nội", "Thành phố Hồ Chí Minh")),
    *_listed("III.1.đ", REGIONS_IN_CAPITALS, OF_REGIONS),
    *_listed("III.1.đ", REGIONS_OF_PROVINCES, OF_PROVINCES),
    *_listed("III.2.b", FOREIGN_PLACES),
    *_listed("IV.1.a", AGENCIES),
    *_listed("IV.1.a", HALF_AGENCIES, NEVER),
    *_all("IV.1.a", ("Quốc hội", "Chính phủ"), OF_THE_STATE),
    *_all("IV.1.a", _offices_of(FIELDS, "Bộ", "Sở", "Phòng"), AFTER),
    *_all("IV.1.a", _offices_of(ONLY_OF_MINISTRIES, "Bộ"), AFTER),
    *_all("IV.1.a", _offices_of(ONLY_OF_DIVISIONS, "Phòng"), AFTER),
    *_listed("IV.2.a", FOREIGN_AGENCIES),
    *_listed("IV.2.b", ABBREVIATIONS),
    *_listed("V.2", ORDERS),
    *_listed("V.3", OFFICES),
    *(Name(day, "V.5", OF_DAYS, bound=True) for day in _split(DAYS)),
    *_listed("V.6", CODES_OF_LAW),
    *_listed("V.6", LAWS, OF_LAWS),
    *_all("V.8.a", YEARS),
    *_listed("V.8.b", FEASTS),
    *_listed("V.9", EVENTS),
    *_listed("V.10", WORKS),
)
# Wards and districts that bear the name of a person or an event write the common noun with a capital (III.1.b).
OF_HISTORY = (*_split(PERSONS), *_split(OTHER_PERSONS), "Điện Biên Phủ", "Cách mạng tháng Tám")
KNOWN_PLACES = (*_split(PROVINCES), *_split(PROVINCES_AND_WORDS))
